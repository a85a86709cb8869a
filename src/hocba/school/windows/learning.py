"""Take in what the register says of a year's windows; the newest word counts."""

from __future__ import annotations

from datetime import date, datetime

from hocba.core.school_year import SchoolYear
from hocba.school.windows.models import KnownWindows


def learn(school_year: str, completed_until: date, reassessed_until: date, *, at: datetime) -> None:
    """Raises InputError for a school year that cannot be one."""
    KnownWindows.objects.update_or_create(
        school_year=str(SchoolYear.parse(school_year)),
        defaults={
            "completed_until": completed_until,
            "reassessed_until": reassessed_until,
            "told_at": at,
        },
    )
