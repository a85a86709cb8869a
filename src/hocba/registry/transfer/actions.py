"""Hand over, accept, take back: each transcript on its own, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hocba.core.errors import InputError
from hocba.core.packet import Fault
from hocba.parties.models import UnitKind
from hocba.parties.queries import units_by_code
from hocba.registry.custody.models import Ending, Transfer
from hocba.registry.intake.queries import custodians
from hocba.registry.journal.models import JournalEntry

_NOT_YOURS = Fault("KHONG_QUAN_LY", "Trường không quản lý học bạ này.")
_UNDER_WAY = Fault("DANG_CHUYEN", "Học bạ này đang chờ một trường khác tiếp nhận.")
_NOTHING_WAITS = Fault("KHONG_CO_CHUYEN_GIAO", "Không có chuyển giao nào của học bạ này đang chờ.")


@dataclass(frozen=True, slots=True)
class Transferred:
    """Lookup codes for which it was done, and why it was not for the others."""

    done: tuple[str, ...]
    refused: Mapping[str, Fault]


@transaction.atomic
def hand_over(
    lookup_codes: Collection[str],
    *,
    from_school: str,
    to_school: str,
    reason: str,
    actor: str,
    at: datetime,
) -> Transferred:
    """Offer transcripts that ``from_school`` keeps to ``to_school``; it keeps them until then.

    Raises InputError without a reason, or for a school that the registry does not know.
    """
    _require_sense(from_school, to_school, reason)
    keepers = custodians(lookup_codes)
    own = [code for code in dict.fromkeys(lookup_codes) if keepers.get(code) == from_school]
    Transfer.objects.bulk_create(
        (
            Transfer(
                lookup_code=code,
                from_school_id=from_school,
                to_school_id=to_school,
                reason=reason.strip(),
                handed_over_by=actor,
                handed_over_at=at,
            )
            for code in own
        ),
        ignore_conflicts=True,
    )
    done = _offered_now(own, from_school, to_school, at)
    _journal(done, "hand-over", from_school, actor, at, reason=reason.strip(), to_school=to_school)
    refused = {code: _UNDER_WAY if code in own else _NOT_YOURS for code in lookup_codes}
    return Transferred(done, {code: why for code, why in refused.items() if code not in done})


def accept(lookup_codes: Collection[str], *, school: str, actor: str, at: datetime) -> Transferred:
    """Take over transcripts that were offered to ``school``: it keeps them from now on."""
    return _end(lookup_codes, Ending.ACCEPTED, {"to_school": school}, actor, at)


def withdraw(
    lookup_codes: Collection[str], *, school: str, actor: str, at: datetime
) -> Transferred:
    """Take back what ``school`` has offered and nobody has accepted yet."""
    return _end(lookup_codes, Ending.WITHDRAWN, {"from_school": school}, actor, at)


def _require_sense(from_school: str, to_school: str, reason: str) -> None:
    if not reason.strip():
        raise InputError("Chuyển giao học bạ phải ghi lý do.")
    if from_school == to_school:
        raise InputError("Trường chuyển và trường nhận phải là hai trường khác nhau.")
    units = units_by_code({from_school, to_school})
    for code in (from_school, to_school):
        if code not in units or units[code].kind != UnitKind.SCHOOL:
            raise InputError(f"Mã trường {code} không có trong danh mục của Sở.")


def _offered_now(
    codes: Collection[str], from_school: str, to_school: str, at: datetime
) -> tuple[str, ...]:
    """Those of ``codes`` whose offer is the one just made: the constraint lets one be under way."""
    offers = Transfer.objects.filter(
        lookup_code__in=codes,
        from_school=from_school,
        to_school=to_school,
        handed_over_at=at,
        ending="",
    )
    return tuple(offers.order_by("pk").values_list("lookup_code", flat=True))


@transaction.atomic
def _end(
    lookup_codes: Collection[str],
    ending: Ending,
    whose: Mapping[str, str],
    actor: str,
    at: datetime,
) -> Transferred:
    waiting = list(
        Transfer.objects.select_for_update()
        .filter(lookup_code__in=list(lookup_codes), ending="", **whose)
        .order_by("pk")
    )
    Transfer.objects.filter(pk__in=[each.pk for each in waiting], ending="").update(
        ending=ending, ended_by=actor, ended_at=at
    )
    done = tuple(each.lookup_code for each in waiting)
    (school,) = whose.values()
    _journal(done, f"transfer-{ending.value}", school, actor, at)
    return Transferred(done, {code: _NOTHING_WAITS for code in lookup_codes if code not in done})


def _journal(
    codes: Sequence[str],
    action: str,
    school_code: str,
    actor: str,
    at: datetime,
    reason: str = "",
    **detail: str,
) -> None:
    JournalEntry.objects.bulk_create(
        JournalEntry(
            at=at,
            actor=actor,
            action=action,
            school_code=school_code,
            lookup_code=code,
            reason=reason,
            detail=detail,
        )
        for code in codes
    )
