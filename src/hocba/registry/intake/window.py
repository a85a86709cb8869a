"""The calendar at work: which pages are taken when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from hocba.adapters.clock import ZONE
from hocba.core.packet import Fault
from hocba.core.record import Page
from hocba.registry.intake.models import Calendar


def closed(last_day: date, at: datetime) -> bool:
    """Whether a window that is open through ``last_day`` in Việt Nam is over."""
    return at >= datetime.combine(last_day + timedelta(days=1), time(), ZONE)


def faults(page: Page, calendar: Calendar | None, at: datetime) -> Iterator[Fault]:
    """Why the page is not taken now."""
    if calendar is None:
        year = page.class_year.school_year
        yield Fault("CHUA_CO_LICH", f"Sở chưa mở tiếp nhận học bạ của năm học {year}.")
    elif closed(calendar.reassessed_until, at):
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
