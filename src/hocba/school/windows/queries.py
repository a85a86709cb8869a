"""What a school is warned of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hocba.adapters.clock import ZONE
from hocba.core.windows import notices
from hocba.school.windows.models import KnownWindows


@dataclass(frozen=True, slots=True)
class Warned:
    """A year's windows for a page: the last days, and how many days are left (below 0: over)."""

    school_year: str
    completed_until: date
    completed_left: int
    reassessed_until: date
    reassessed_left: int


def warned(school_years: Collection[str], *, at: datetime) -> Sequence[Warned]:
    """For each year of which windows are known, the newest first."""
    today = at.astimezone(ZONE).date()
    known = KnownWindows.objects.filter(school_year__in=school_years).order_by("-school_year")
    return [
        Warned(
            each.school_year,
            each.completed_until,
            (each.completed_until - today).days,
            each.reassessed_until,
            (each.reassessed_until - today).days,
        )
        for each in known
    ]


def notices_of(school_year: str, *, at: datetime) -> Sequence[str]:
    """The same in sentences, for a command; none of a year of which no windows are known."""
    known = KnownWindows.objects.filter(school_year=school_year).first()
    if known is None:
        return ()
    today = at.astimezone(ZONE).date()
    return list(notices(known.completed_until, known.reassessed_until, today))
