"""The Department is told of its windows towards the Ministry before they close, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from hocba.adapters.clock import ZONE
from hocba.registry.intake.models import Calendar
from hocba.registry.reporting import queries
from hocba.registry.reporting.windows import WARNED_DAYS, warnings
from tests.registry.reporting.ministry import Road, Time, ids, reporter
from tests.registry.school import YEAR

MANY = {False: 12, True: 3}


def calendar() -> Calendar:
    return Calendar.objects.get(school_year=YEAR)


def told(unreported: dict[bool, int], *when: int) -> list[str]:
    return list(warnings(calendar(), unreported, datetime(2024, *when, tzinfo=ZONE)))


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]


def test_long_before_nothing_is_said() -> None:
    assert told(MANY, 6, 29, 23, 59) == []


def test_ten_days_before_the_first_window_closes_it_is_spoken_of() -> None:
    (sentence,) = told(MANY, 6, 30, 0, 0)
    assert sentence == (
        "Đợt 1 báo cáo Bộ năm học 2023-2024 còn 10 ngày, tới hết 10/07/2024:"
        " còn 12 học bạ đã chốt chưa có biên nhận của Bộ."
    )


def test_on_the_last_day_and_after_it() -> None:
    (today,) = told(MANY, 7, 10, 23, 59)
    assert "hết hạn hôm nay (10/07/2024)" in today
    (late,) = told(MANY, 7, 11, 0, 0)
    assert "đã quá hạn 1 ngày (10/07/2024)" in late


def test_each_window_has_its_own_pages() -> None:
    first, second = told(MANY, 8, 20)
    assert "Đợt 1" in first
    assert "12 học bạ" in first
    assert "Đợt 2" in second
    assert "3 học bạ" in second


def test_when_all_have_their_receipt_nothing_is_said() -> None:
    assert told({False: 0, True: 0}, 8, 26) == []


def test_the_day_is_vietnams() -> None:
    moment = datetime(2024, 6, 30, 1, tzinfo=ZONE) - timedelta(hours=2)
    assert list(warnings(calendar(), MANY, moment)) == []
    assert WARNED_DAYS == 10


@pytest.mark.usefixtures("locked")
def test_only_locked_pages_without_a_receipt_count(time: Time) -> None:
    assert queries.unreported(calendar()) == {False: 5, True: 0}
    reporter(Road(brings_back=False), time, ids()).report()
    assert queries.unreported(calendar()) == {False: 5, True: 0}
    reporter(Road(), time, ids()).report(now=True)
    assert queries.unreported(calendar()) == {False: 0, True: 0}
