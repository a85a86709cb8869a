"""How long the windows of a school year are open yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from hocba.adapters.clock import ZONE
from hocba.registry.intake.models import Calendar


@dataclass(frozen=True, slots=True)
class Window:
    """What must be handed in, the last day, and how many days are left; below zero it is over."""

    what: str
    last_day: date
    left: int


def year_of(calendars: Sequence[Calendar], *, at: datetime) -> str:
    """The school year that is at work: the first whose last window is open, else the newest."""
    today = at.astimezone(ZONE).date()
    running = [each.school_year for each in calendars if each.ministry_second_until >= today]
    return min(running) if running else max((each.school_year for each in calendars), default="")


def windows_of(calendar: Calendar | None, *, at: datetime) -> Sequence[Window]:
    """The schools' two windows and the Department's two."""
    if calendar is None:
        return ()
    today = at.astimezone(ZONE).date()
    days = (
        (_("Trường nộp học bạ của học sinh hoàn thành lớp học"), calendar.completed_until),
        (_("Sở báo cáo Bộ, đợt một"), calendar.ministry_first_until),
        (_("Trường nộp học bạ sau đánh giá bổ sung"), calendar.reassessed_until),
        (_("Sở báo cáo Bộ, đợt hai"), calendar.ministry_second_until),
    )
    return [Window(what, last, (last - today).days) for what, last in days]
