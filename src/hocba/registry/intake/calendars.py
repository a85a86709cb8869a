"""The windows of a school year are data: they are set, and set anew while they may be."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from hocba.core.errors import InputError
from hocba.core.school_year import SchoolYear
from hocba.registry.intake.models import Calendar
from hocba.registry.journal.models import JournalEntry


def set_calendar(calendar: Calendar, *, actor: str, at: datetime) -> None:
    """Enter the windows of a school year, or move them; the journal keeps what was set when.

    Raises InputError for a school year that cannot be read, or windows in a wrong order.
    """
    SchoolYear.parse(calendar.school_year)
    try:
        with transaction.atomic():
            calendar.save()
            JournalEntry.objects.create(
                at=at,
                actor=actor,
                action="set-calendar",
                school_year=calendar.school_year,
                detail=_days(calendar),
            )
    except IntegrityError as error:
        raise InputError(
            "Các hạn phải nối tiếp nhau: trường nộp, Sở báo cáo Bộ đợt một, trường nộp sau đánh giá"
            " bổ sung, Sở báo cáo Bộ đợt hai."
        ) from error


def _days(calendar: Calendar) -> dict[str, str]:
    return {
        "completed_until": calendar.completed_until.isoformat(),
        "ministry_first_until": calendar.ministry_first_until.isoformat(),
        "reassessed_until": calendar.reassessed_until.isoformat(),
        "ministry_second_until": calendar.ministry_second_until.isoformat(),
    }
