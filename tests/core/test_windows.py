"""The sentences that a school is told of its windows, day by day."""

from __future__ import annotations

from datetime import date

import pytest

from hocba.core.windows import notices

WINDOWS = (date(2024, 6, 30), date(2024, 8, 15))


@pytest.mark.parametrize(
    ("today", "first", "second"),
    [
        (date(2024, 6, 24), "Còn 6 ngày để nộp", "Còn 52 ngày để nộp"),
        (date(2024, 6, 30), "Hôm nay là ngày cuối để nộp", "Còn 46 ngày để nộp"),
        (date(2024, 7, 1), "Đã hết hạn nộp", "Còn 45 ngày để nộp"),
        (date(2024, 8, 15), "Đã hết hạn nộp", "Hôm nay là ngày cuối để nộp"),
        (date(2024, 8, 16), "Đã hết hạn nộp", "Đã hết hạn nộp"),
    ],
)
def test_each_window_is_told_with_what_is_left_of_it(today: date, first: str, second: str) -> None:
    one, other = notices(*WINDOWS, today)
    assert one.startswith(f"{first} học bạ của học sinh hoàn thành lớp học")
    assert other.startswith(f"{second} học bạ sau đánh giá bổ sung")
    assert "30/06/2024" in one
    assert "15/08/2024" in other
