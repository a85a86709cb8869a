"""Whom the Ministry believes: roots, policy, and the ledger keys of each Department."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hocba.adapters.clock import ZONE
from hocba.core.checkpoint import Checkpoint, verify_checkpoint
from hocba.core.errors import PacketError
from hocba.core.lifecycle import Role
from hocba.core.packet import Dispatch
from hocba.core.signature import DispatchReport, Policy, TrustStore, verify_dispatch
from hocba.core.signed_note import NoteVerifier
from hocba.parties.queries import signers


@dataclass(frozen=True, slots=True)
class Believed:
    """``ledgers`` are the keys of each Department's ledger, by the Department's code."""

    trust: TrustStore
    policy: Policy
    ledgers: Mapping[str, tuple[NoteVerifier, ...]]


@dataclass(frozen=True, slots=True)
class Heard:
    """A dispatch that its Department has signed, its pages' verdicts, and its ledger's ``head``."""

    dispatch: Dispatch
    report: DispatchReport
    head: Checkpoint


def hear(data: bytes, believed: Believed, at: datetime) -> Heard:
    """Raises PacketError unless the bytes are a dispatch of the very Department that it names,
    and NoteError unless the ledger's head in it is that Department's too.
    """
    # The Department's clock may be a little ahead of ours.
    moment = at + believed.policy.clock_skew
    report = verify_dispatch(data, trust=believed.trust, policy=believed.policy, at=moment)
    if report.dispatch is None:
        raise _refusal(report)
    _require_department(report, report.dispatch)
    header = report.dispatch.header
    keys = believed.ledgers.get(header.department_code, ())
    return Heard(report.dispatch, report, verify_checkpoint(header.checkpoint, *keys))


def _refusal(report: DispatchReport) -> PacketError:
    signature = report.signature
    if signature is None or signature.verdict.passed:
        reason, about = report.verdicts[0], ""
    else:
        reason, about = signature.verdict, "Chữ ký của Sở trên báo cáo: "
    return PacketError(f"{about}{reason.message}", code=reason.code)


def _require_department(report: DispatchReport, dispatch: Dispatch) -> None:
    signature, code = report.signature, dispatch.header.department_code
    if signature is None or signature.signing_time is None:
        raise AssertionError("a dispatch is given out only under a valid signature")
    signer = signers([signature.fingerprint]).get(signature.fingerprint)
    moment = signature.signing_time.astimezone(ZONE)
    if signer is None or not signer.may_sign(Role.DEPARTMENT, code, moment):
        raise PacketError(
            f"Chứng thư số ký báo cáo không phải của Sở {code} đã đăng ký với Bộ.",
            code="KHONG_PHAI_SO_NAY",
        )
