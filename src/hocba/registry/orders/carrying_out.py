"""Do what an order says, once; the order, what was done and its journal are one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from hocba.adapters.availability import translating_outages
from hocba.core.errors import LifecycleError
from hocba.core.packet import Deed, Fault, Order
from hocba.core.signed_note import NoteSigner
from hocba.registry.evidence.actions import keep
from hocba.registry.intake.actions import recall
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.journal.origin import coming_from
from hocba.registry.late.asking import LateCase, ask
from hocba.registry.locking.actions import lock
from hocba.registry.orders.hearing import Heard
from hocba.registry.orders.models import SignedOrder
from hocba.registry.transfer.actions import Transferred, accept, hand_over, withdraw


@dataclass(frozen=True, slots=True)
class Act:
    """Who brought the order, when; and what the ledger's head is signed with when pages lock."""

    actor: str
    at: datetime
    ledger: Callable[[], NoteSigner]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order: done, or refused and why, by lookup code.

    ``requests`` are the numbers of the late cases that it asks for.
    """

    done: tuple[str, ...] = ()
    refused: Mapping[str, Fault] = field(default_factory=dict)
    requests: tuple[int, ...] = ()


def carry_out(heard: Heard, act: Act) -> Outcome:
    """What cannot be done is told by lookup code and does not stop the others.

    Raises LifecycleError when an order of this number was carried out before, InputError for
    what the deed itself does not allow, Unavailable when the database is away.
    """
    serial = heard.signature.certificate.serial_number if heard.signature.certificate else 0
    with translating_outages(), transaction.atomic():
        _keep(heard, act.at)
        with coming_from(order=str(UUID(heard.order.order_id)), certificate=f"{serial:X}"):
            return _DEEDS[heard.order.deed](heard.order, act)


def _keep(heard: Heard, at: datetime) -> None:
    order, digest = heard.order, sha256(heard.data).digest()
    kept = SignedOrder(
        order_id=UUID(order.order_id),
        sha256=digest,
        content=heard.data,
        school_id=order.school_code,
        deed=order.deed.value,
        certificate=heard.signature.fingerprint,
        signed_at=heard.signed_at,
        received_at=at,
    )
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:
        raise LifecycleError(
            "Đề nghị này đã được thực hiện từ trước; mỗi việc mới cần một đề nghị mới.",
            code="DE_NGHI_DA_DUNG",
        ) from None
    keep(digest, heard.evidence, at=at)


def _recall(order: Order, act: Act) -> Outcome:
    others = _of_another_version(order)
    report = recall(
        school_code=order.school_code,
        school_year=order.school_year,
        lookup_codes=[code for code in order.lookup_codes if code not in others],
        reason=order.reason,
        actor=act.actor,
        at=act.at,
    )
    return Outcome(report.recalled, {**others, **report.refused})


def _lock(order: Order, act: Act) -> Outcome:
    others = _of_another_version(order)
    wished = [code for code in order.lookup_codes if code not in others]
    report = lock(
        school_year=order.school_year,
        at=act.at,
        signer=act.ledger(),
        actor=act.actor,
        lookup_codes=wished,
        school_code=order.school_code,
    )
    before = set(wished) - set(report.locked) - set(report.absent)
    absent = Fault("KHONG_CO_HOC_BA", "Trường không có học bạ này ở Sở.")
    locked = Fault("DA_CHOT", "Học bạ này đã chốt từ trước.")
    refused = dict.fromkeys(report.absent, absent) | dict.fromkeys(sorted(before), locked)
    return Outcome(report.locked, {**others, **refused})


def _of_another_version(order: Order) -> dict[str, Fault]:
    """Pages of which the register holds another version than the school saw; all are locked
    against change until the deed is done."""
    named = {page.lookup_code: page.version for page in order.pages}
    live = (
        RegisteredPage.objects.select_for_update()
        .filter(
            live_code__in=list(named),
            school_year=order.school_year,
            school_code=order.school_code,
        )
        .order_by("pk")
        .values_list("lookup_code", "version")
    )
    return {
        code: Fault(
            "KHAC_PHIEN_BAN",
            f"Sở đang giữ phiên bản {version} của học bạ này, không phải phiên bản đã nêu.",
        )
        for code, version in live
        if version != named[code]
    }


def _report_late(order: Order, act: Act) -> Outcome:
    case = LateCase(order.school_code, order.school_year, order.personal_ids, order.reason)
    new = ask(case, actor=act.actor, at=act.at)
    return Outcome(requests=tuple(request.pk for request in new))


def _hand_over(order: Order, act: Act) -> Outcome:
    return _transferred(
        hand_over(
            order.lookup_codes,
            from_school=order.school_code,
            to_school=order.to_school,
            reason=order.reason,
            actor=act.actor,
            at=act.at,
        )
    )


def _take_in(order: Order, act: Act) -> Outcome:
    codes, school = order.lookup_codes, order.school_code
    return _transferred(accept(codes, school=school, actor=act.actor, at=act.at))


def _take_back(order: Order, act: Act) -> Outcome:
    codes, school = order.lookup_codes, order.school_code
    return _transferred(withdraw(codes, school=school, actor=act.actor, at=act.at))


def _transferred(transferred: Transferred) -> Outcome:
    return Outcome(transferred.done, transferred.refused)


_DEEDS: Mapping[Deed, Callable[[Order, Act], Outcome]] = {
    Deed.RECALL: _recall,
    Deed.LOCK: _lock,
    Deed.REPORT_LATE: _report_late,
    Deed.HAND_OVER: _hand_over,
    Deed.TAKE_IN: _take_in,
    Deed.TAKE_BACK: _take_back,
}
