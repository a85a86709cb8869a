"""The calendar at work: which pages are taken when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from hocba.adapters.clock import ZONE
from hocba.core import windows
from hocba.core.packet import Fault
from hocba.core.record import Page
from hocba.registry.intake.models import Calendar


def closed(last_day: date, at: datetime) -> bool:
    """Whether a window that is open through ``last_day`` in Việt Nam is over."""
    return at >= datetime.combine(last_day + timedelta(days=1), time(), ZONE)


def faults(
    page: Page, calendar: Calendar | None, at: datetime, late_until: date | None = None
) -> Iterator[Fault]:
    """Why the page is not taken now.

    ``late_until`` is the last day that the Department has granted this pupil, if it has: until
    then a page whose year is settled is taken, whatever the windows say.
    """
    if calendar is None:
        year = page.class_year.school_year
        yield Fault("CHUA_CO_LICH", f"Sở chưa mở tiếp nhận học bạ của năm học {year}.")
    elif late_until is None or closed(late_until, at) or not page.finished:
        yield from _outside_the_windows(page, calendar, at)


def notices(calendar: Calendar, at: datetime) -> Iterator[str]:
    """What a school must be told of its windows now: how long they are open yet."""
    today = at.astimezone(ZONE).date()
    return windows.notices(calendar.completed_until, calendar.reassessed_until, today)


def notices_of(school_year: str, at: datetime) -> list[str]:
    """What a school must be told of this year's windows; nothing of a year without any."""
    calendar = Calendar.objects.filter(pk=school_year).first()
    return [] if calendar is None else list(notices(calendar, at))


def _outside_the_windows(page: Page, calendar: Calendar, at: datetime) -> Iterator[Fault]:
    if closed(calendar.reassessed_until, at):
        yield Fault("HET_HAN_NOP", f"Đã hết hạn nộp ({calendar.reassessed_until:%d/%m/%Y}).")
    elif not page.finished:
        yield Fault(
            "CHUA_HOAN_THANH",
            "Học sinh chưa hoàn thành lớp học: hãy nộp sau đánh giá bổ sung, chậm nhất ngày"
            f" {calendar.reassessed_until:%d/%m/%Y}.",
        )
    elif page.reassessment is None and closed(calendar.completed_until, at):
        yield Fault(
            "HET_HAN_NOP",
            f"Đã hết hạn nộp ({calendar.completed_until:%d/%m/%Y}); nay chỉ nhận học bạ có đánh"
            " giá bổ sung.",
        )
