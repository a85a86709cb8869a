"""How long the windows of a school year are open yet, in the words that a school is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date


def notices(completed_until: date, reassessed_until: date, today: date) -> Iterator[str]:
    """A sentence for each window in which schools report; the days are Việt Nam's, and the last."""
    yield _notice("học bạ của học sinh hoàn thành lớp học", completed_until, today)
    yield _notice("học bạ sau đánh giá bổ sung", reassessed_until, today)


def _notice(what: str, last_day: date, today: date) -> str:
    left = (last_day - today).days
    if left < 0:
        return f"Đã hết hạn nộp {what} ({last_day:%d/%m/%Y})."
    begin = f"Còn {left} ngày để" if left else "Hôm nay là ngày cuối để"
    return f"{begin} nộp {what} (hạn {last_day:%d/%m/%Y})."
