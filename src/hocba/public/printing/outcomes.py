"""What became of the year, in the words of the official forms."""

from __future__ import annotations

from hocba.core.codes import words
from hocba.core.record import Page, PrimaryOutcome, SecondaryOutcome

_LAST_PRIMARY_GRADE = 5
_LAST_GRADES = (9, 12)


def completion(page: Page, stated: PrimaryOutcome) -> str:
    """Thông tư 27/2020/TT-BGDĐT, Điều 11; empty where the school wrote nothing."""
    grade = page.class_year.grade
    programme = "tiểu học" if grade == _LAST_PRIMARY_GRADE else f"lớp {grade}"
    if stated.completed:
        return f"Hoàn thành chương trình {programme}."
    if page.reassessment is not None:
        return _after_summer(promoted=page.reassessment.promoted)
    if stated.completed is None:
        return ""
    return f"Chưa hoàn thành chương trình {programme}."


def promotion(page: Page, stated: SecondaryOutcome) -> str:
    """Thông tư 22/2021/TT-BGDĐT, Điều 12-13; empty where the school wrote nothing."""
    year = page.class_year
    if stated.promoted:
        finished = f"Hoàn thành chương trình {words(year.level).lower()}."
        return finished if year.grade in _LAST_GRADES else f"Được lên lớp {year.grade + 1}."
    if page.reassessment is not None:
        return _after_summer(promoted=page.reassessment.promoted)
    if stated.promoted is None:
        return ""
    return "Chưa được lên lớp: phải kiểm tra lại hoặc rèn luyện trong kì nghỉ hè."


def _after_summer(*, promoted: bool) -> str:
    decision = "Được lên lớp" if promoted else "Không được lên lớp"
    return f"{decision} sau khi đánh giá lại trong kì nghỉ hè."
