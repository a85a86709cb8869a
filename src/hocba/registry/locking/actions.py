"""Lock pages: by the calendar once their window has closed, or earlier at the school's wish."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from hocba.adapters.availability import translating_outages
from hocba.core.errors import LifecycleError
from hocba.core.ledger_entry import LedgerEntry
from hocba.core.lifecycle import TRANSITIONS, Action
from hocba.core.signed_note import NoteSigner
from hocba.registry.intake.models import Calendar, RegisteredPage
from hocba.registry.intake.window import closed
from hocba.registry.journal.models import JournalEntry
from hocba.registry.ledger.actions import append


@dataclass(frozen=True, slots=True)
class LockReport:
    """Lookup codes of the pages that this step locked, in the order of the ledger.

    ``absent`` are those wished for of which the registry has no page of that year: none was
    reported, or it was recalled.
    """

    locked: tuple[str, ...]
    absent: tuple[str, ...] = ()


_LOCK = f"""
    UPDATE {RegisteredPage._meta.db_table} SET state = %(target)s, effective_date = %(at)s
     WHERE school_year = %(school_year)s AND state = ANY(%(sources)s)
       AND (%(school_code)s = '' OR school_code = %(school_code)s)
       AND (%(wished)s::varchar[] IS NULL OR lookup_code = ANY(%(wished)s))
       AND (%(wished)s::varchar[] IS NOT NULL OR reassessed = ANY(%(due)s))
    RETURNING lookup_code, version, sha256
"""  # noqa: S608 - the table's name is ours, every value is a parameter


def lock(
    *,
    school_year: str,
    at: datetime,
    signer: NoteSigner,
    actor: str,
    lookup_codes: Collection[str] | None = None,
    school_code: str = "",
) -> LockReport:
    """Lock the accepted pages of a school year; those locked already stay as they are.

    Without ``lookup_codes`` the calendar decides: pages of pupils who completed the class
    once their window has closed, re-assessed ones once theirs has. With them, just these
    pages, at their school's wish; with ``school_code`` no other school's. Pages, ledger
    entries and signed head are written in one transaction. Raises LifecycleError when the
    calendar decides and no window has closed yet, Unavailable when the database is away or
    the ledger is busy.
    """
    wished = None if lookup_codes is None else list(lookup_codes)
    effective = at.replace(microsecond=0)
    with translating_outages(), transaction.atomic():
        due = [] if wished is not None else _due(school_year, at)
        locked = _lock(school_year, effective, school_code, wished, due)
        if locked:
            head = append([entry.leaf for entry in locked.values()], at=at, signer=signer)
            JournalEntry.objects.create(
                at=at,
                actor=actor,
                action=Action.LOCK,
                school_code=school_code,
                school_year=school_year,
                detail={"pages": len(locked), "ledger_size": head.size},
            )
        absent = _absent(school_year, school_code, wished or [])
    return LockReport(tuple(locked), absent)


def lock_due(*, at: datetime, signer: NoteSigner, actor: str) -> dict[str, int]:
    """Lock what the calendar of each school year says is due; gives the pages locked, by year.

    Each year is a transaction of its own. Raises as :func:`lock` does.
    """
    years = Calendar.objects.order_by("school_year")
    begun = [each.school_year for each in years if closed(each.completed_until, at)]
    reports = {year: lock(school_year=year, at=at, signer=signer, actor=actor) for year in begun}
    return {year: len(report.locked) for year, report in reports.items() if report.locked}


def _due(school_year: str, at: datetime) -> list[bool]:
    """Whether pages are due that are not re-assessed (False), and that are (True)."""
    calendar = Calendar.objects.filter(school_year=school_year).first()
    if calendar is None:
        raise LifecycleError(f"Năm học {school_year} chưa có lịch chốt học bạ.")
    windows = {False: calendar.completed_until, True: calendar.reassessed_until}
    due = [reassessed for reassessed, last_day in windows.items() if closed(last_day, at)]
    if not due:
        raise LifecycleError(
            f"Chưa hết hạn nộp học bạ năm học {school_year} ({calendar.completed_until:%d/%m/%Y});"
            " trước ngày đó chỉ chốt những học bạ mà trường đề nghị."
        )
    return due


def _absent(school_year: str, school_code: str, wished: list[str]) -> tuple[str, ...]:
    live = RegisteredPage.objects.filter(live_code__in=wished, school_year=school_year)
    if school_code:
        live = live.filter(school_code=school_code)
    held = set(live.values_list("lookup_code", flat=True))
    return tuple(code for code in wished if code not in held)


def _lock(
    school_year: str,
    effective: datetime,
    school_code: str,
    wished: list[str] | None,
    due: list[bool],
) -> dict[str, LedgerEntry]:
    """What was locked, by lookup code, in the order of the codes.

    One conditional UPDATE; what it returns is what it changed, and nothing else is entered.
    """
    step = TRANSITIONS[Action.LOCK]
    with connection.cursor() as cursor:
        cursor.execute(
            _LOCK,
            {
                "target": step.target.value,
                "at": effective,
                "school_year": school_year,
                "school_code": school_code,
                "sources": [state.value for state in step.sources],
                "wished": wished,
                "due": due,
            },
        )
        rows = sorted(cursor.fetchall())
    return {
        code: LedgerEntry.of(code, school_year, version, bytes(sha256), effective)
        for code, version, sha256 in rows
    }
