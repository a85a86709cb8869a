"""The Department's two windows towards the Ministry: what is to be said before they close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from hocba.adapters.clock import ZONE
from hocba.registry.intake.models import Calendar

WARNED_DAYS = 10
"""From how many days before a window's last day on it is spoken of."""


def warnings(calendar: Calendar, unreported: Mapping[bool, int], at: datetime) -> Iterator[str]:
    """A sentence for each window that is near its end, or over, while pages have no receipt.

    ``unreported`` counts the locked pages without a receipt, by whether they are re-assessed:
    those of the second window.
    """
    today = at.astimezone(ZONE).date()
    windows = {False: calendar.ministry_first_until, True: calendar.ministry_second_until}
    for number, (reassessed, last_day) in enumerate(windows.items(), start=1):
        count = unreported[reassessed]
        days = (last_day - today).days
        if count and days <= WARNED_DAYS:
            yield _sentence(calendar.school_year, number, last_day, days, count)


def _sentence(school_year: str, number: int, last_day: date, days: int, count: int) -> str:
    window = f"Đợt {number} báo cáo Bộ năm học {school_year}"
    left = f"còn {count} học bạ đã chốt chưa có biên nhận của Bộ"
    match days:
        case 0:
            when = f"hết hạn hôm nay ({last_day:%d/%m/%Y})"
        case _ if days > 0:
            when = f"còn {days} ngày, tới hết {last_day:%d/%m/%Y}"
        case _:
            when = f"đã quá hạn {-days} ngày ({last_day:%d/%m/%Y})"
    return f"{window} {when}: {left}."
