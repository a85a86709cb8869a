"""The Department answers requests to report late: once, with a reason, for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from hocba.adapters.clock import ZONE
from hocba.core.errors import InputError
from hocba.registry.journal.models import JournalEntry
from hocba.registry.late.models import LateDecision, LateRequest


def grant(requests: Collection[int], *, until: date, note: str, actor: str, at: datetime) -> None:
    """Let these pupils be reported through the day ``until``, in Việt Nam's time.

    All or none. Raises InputError for a day that is over, without a note, for a request that
    is unknown or answered already.
    """
    if until < at.astimezone(ZONE).date():
        raise InputError(f"Hạn nộp muộn {until:%d/%m/%Y} đã qua; hãy chọn một ngày chưa tới.")
    _decide(requests, until, note, actor, at)


def refuse(requests: Collection[int], *, note: str, actor: str, at: datetime) -> None:
    """Refuse these requests; raises as :func:`grant` does."""
    _decide(requests, None, note, actor, at)


@transaction.atomic
def _decide(
    requests: Collection[int], until: date | None, note: str, actor: str, at: datetime
) -> None:
    if not note.strip():
        raise InputError("Trả lời đề nghị nộp muộn phải ghi căn cứ.")
    open_years = dict(
        LateRequest.objects.select_for_update(of=("self",))
        .filter(pk__in=list(requests), decision=None)
        .values_list("pk", "school_year")
    )
    _require_open(requests, open_years)
    LateDecision.objects.bulk_create(
        LateDecision(
            request_id=request,
            until=until,
            note=note.strip(),
            decided_by=actor,
            decided_at=at,
        )
        for request in open_years
    )
    JournalEntry.objects.bulk_create(
        JournalEntry(
            at=at,
            actor=actor,
            action="refuse-late" if until is None else "grant-late",
            school_year=school_year,
            reason=note.strip(),
            detail={"requests": sorted(pk for pk, y in open_years.items() if y == school_year)}
            | ({} if until is None else {"until": until.isoformat()}),
        )
        for school_year in sorted(set(open_years.values()))
    )


def _require_open(requests: Collection[int], found: Collection[int]) -> None:
    missing = sorted(set(requests) - set(found))
    if missing:
        numbers = ", ".join(map(str, missing))
        raise InputError(
            f"Đề nghị nộp muộn số {numbers} không có hoặc đã được trả lời; chưa có gì được ghi."
        )
