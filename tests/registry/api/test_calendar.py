"""GET /calendar: the windows of a year, by the register's clock, with what is left of them."""

from __future__ import annotations

from datetime import timedelta

from hocba.adapters import clock
from tests.registry.api.vendor import Vendor, assert_problem
from tests.registry.school import NOW, YEAR

CALENDAR = "/api/v1/calendar"


def test_the_four_days_are_told_with_what_is_left_of_them(vendor: Vendor) -> None:
    answer = vendor.ask(CALENDAR, school_year=YEAR).json()
    assert answer.pop("now").startswith("2024-06-24T08:00:0")
    assert answer == {
        "school_year": YEAR,
        "completed_until": "2024-06-30",
        "ministry_first_until": "2024-07-10",
        "reassessed_until": "2024-08-15",
        "ministry_second_until": "2024-08-25",
        "notices": [
            "Còn 6 ngày để nộp học bạ của học sinh hoàn thành lớp học (hạn 30/06/2024).",
            "Còn 52 ngày để nộp học bạ sau đánh giá bổ sung (hạn 15/08/2024).",
        ],
    }


def test_a_window_that_has_closed_says_so(vendor: Vendor) -> None:
    clock.start_at(NOW + timedelta(days=7))
    first, _ = vendor.ask(CALENDAR, school_year=YEAR).json()["notices"]
    assert first == "Đã hết hạn nộp học bạ của học sinh hoàn thành lớp học (30/06/2024)."


def test_a_year_without_windows_is_not_there(vendor: Vendor) -> None:
    assert_problem(vendor.ask(CALENDAR, school_year="2030-2031"), 404, "KHONG_CO")


def test_nobody_is_told_without_a_token(register: None) -> None:
    assert_problem(Vendor("").ask(CALENDAR, school_year=YEAR), 401, "MA_TRUY_CAP")
