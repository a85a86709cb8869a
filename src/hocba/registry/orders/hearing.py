"""Whether an order is believed: for the school's seal on it, and for nothing else.

In this order:

1. limits, form, schema, the one signature (``core.signature``); revocation, as for a packet;
2. the school and the Department are those of the register;
3. the seal is the school's, registered, at signing time;
4. it was signed lately: what lay about for longer is not wanted any more, or was stolen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from hocba.core.errors import PacketError, Unavailable
from hocba.core.packet import Fault, Order
from hocba.core.signature import Evidence, OrderReport, SignatureReport, verify_order
from hocba.core.signature.questions import embedded
from hocba.parties.models import UnitKind
from hocba.parties.queries import signers, units_by_code
from hocba.registry.intake.authority import signature_faults
from hocba.registry.intake.examining import Conditions, may_answer_later

GOOD_FOR = timedelta(days=7)
"""After its signing; long enough for a week without a network."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An order that its school has signed, its bytes, its signature, and what that rests on."""

    data: bytes
    order: Order
    signature: SignatureReport
    signed_at: datetime
    evidence: Evidence


def hear(data: bytes, conditions: Conditions, at: datetime) -> Heard:
    """Raises PacketError unless the bytes are a fresh order of the very school that they name,
    and Unavailable when an issuer of certificates keeps silent.
    """
    report, evidence = _examine(data, conditions, at)
    order, signature = report.order, report.signature
    if order is None or signature is None or signature.signing_time is None:
        raise _refusal(report)
    for fault in _faults(order, signature, at - signature.signing_time):
        raise PacketError(fault.message, code=fault.code)
    return Heard(data, order, signature, signature.signing_time, evidence)


def _examine(data: bytes, conditions: Conditions, at: datetime) -> tuple[OrderReport, Evidence]:
    def judged(evidence: Evidence | None = None) -> OrderReport:
        trust, policy = conditions.trust, conditions.policy
        return verify_order(data, trust=trust, policy=policy, at=at, evidence=evidence)

    report = judged()
    if conditions.gatherer is None:
        return report, embedded(report)
    evidence = conditions.gatherer.gather(report, Evidence())
    report = judged(evidence)
    if may_answer_later(report, evidence, conditions.trust):
        raise Unavailable(
            "Nơi cấp chứng thư số chưa trả lời chứng thư có bị thu hồi hay không; "
            "đề nghị chưa được thực hiện, hãy gửi lại sau ít phút."
        )
    return report, evidence


def _refusal(report: OrderReport) -> PacketError:
    signature = report.signature
    if signature is None or signature.verdict.passed:
        reason, about = report.verdicts[0], ""
    else:
        reason, about = signature.verdict, "Chữ ký của trường trên đề nghị: "
    return PacketError(f"{about}{reason.message}", code=reason.code)


def _faults(order: Order, signature: SignatureReport, age: timedelta) -> Iterator[Fault]:
    units = units_by_code({order.school_code, order.department_code})
    school, department = units.get(order.school_code), units.get(order.department_code)
    if school is None or school.kind != UnitKind.SCHOOL:
        yield Fault(
            "TRUONG_KHONG_CO", f"Mã trường {order.school_code} không có trong danh mục của Sở."
        )
    if department is None or department.kind != UnitKind.DEPARTMENT:
        yield Fault("SAI_SO", f"Đề nghị gửi tới Sở {order.department_code}, không phải Sở này.")
    known = signers([signature.fingerprint])
    yield from signature_faults(signature, order.school_code, known)
    if age > GOOD_FOR:
        yield Fault(
            "DE_NGHI_QUA_CU",
            f"Đề nghị đã ký quá {GOOD_FOR.days} ngày; hãy lập và ký một đề nghị mới.",
        )
