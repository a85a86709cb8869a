"""Windows are set as data, and schools are told of them before they close."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hocba.adapters.clock import ZONE
from hocba.core.errors import InputError
from hocba.registry.intake.calendars import set_calendar
from hocba.registry.intake.models import Calendar
from hocba.registry.intake.window import notices
from hocba.registry.journal.models import JournalEntry
from tests.registry.school import NOW

DAYS = (date(2030, 6, 30), date(2030, 7, 10), date(2030, 8, 15), date(2030, 8, 25))


def calendar(*days: date) -> Calendar:
    first, second, third, fourth = days
    return Calendar(
        school_year="2029-2030",
        completed_until=first,
        ministry_first_until=second,
        reassessed_until=third,
        ministry_second_until=fourth,
    )


@pytest.mark.django_db
def test_a_year_is_opened_and_its_windows_are_moved_with_a_line_in_the_journal() -> None:
    set_calendar(calendar(*DAYS), actor="Sở", at=NOW)
    set_calendar(calendar(date(2030, 7, 5), *DAYS[1:]), actor="Sở", at=NOW)
    assert Calendar.objects.get(pk="2029-2030").completed_until == date(2030, 7, 5)
    lines = JournalEntry.objects.filter(action="set-calendar", school_year="2029-2030")
    said = [line.detail["completed_until"] for line in lines.order_by("pk")]
    assert said == ["2030-06-30", "2030-07-05"]


@pytest.mark.django_db
def test_windows_in_a_wrong_order_are_refused() -> None:
    with pytest.raises(InputError, match="nối tiếp"):
        set_calendar(calendar(*reversed(DAYS)), actor="Sở", at=NOW)
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    ("at", "first", "second"),
    [
        (datetime(2030, 6, 23, 9, tzinfo=ZONE), "Còn 7 ngày", "Còn 53 ngày"),
        (datetime(2030, 6, 30, 23, 59, tzinfo=ZONE), "Hôm nay là ngày cuối", "Còn 46 ngày"),
        (datetime(2030, 7, 1, 0, 0, tzinfo=ZONE), "Đã hết hạn", "Còn 45 ngày"),
        (datetime(2030, 8, 16, 0, 0, tzinfo=ZONE), "Đã hết hạn", "Đã hết hạn"),
    ],
)
def test_a_school_is_told_how_long_its_windows_are_open(
    at: datetime, first: str, second: str
) -> None:
    completed, reassessed = notices(calendar(*DAYS), at)
    assert completed.startswith(first)
    assert "30/06/2030" in completed
    assert reassessed.startswith(second)
