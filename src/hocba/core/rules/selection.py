"""Which regulation applies to a grade in a school year.

The regulations came in grade by grade with the 2018 curriculum, each by its own time-table. A
later circular is a new row above the old one, so that a page keeps the rules of its own year.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from hocba.core.codes import words
from hocba.core.errors import GradeNotOpen
from hocba.core.record import SchoolLevel
from hocba.core.rules.ruleset import RuleSet
from hocba.core.rules.tt22_2021 import SecondaryRules
from hocba.core.rules.tt27_2020 import PrimaryRules
from hocba.core.school_year import SchoolYear


@dataclass(frozen=True, slots=True)
class _Entry:
    """A grade and the calendar year of the first school year under the regulation."""

    grade: int
    since: int
    rules: Callable[[int, SchoolYear], RuleSet]


_ENTRIES = (
    _Entry(1, 2020, PrimaryRules.of),
    _Entry(2, 2021, PrimaryRules.of),
    _Entry(3, 2022, PrimaryRules.of),
    _Entry(4, 2023, PrimaryRules.of),
    _Entry(5, 2024, PrimaryRules.of),
    _Entry(6, 2021, SecondaryRules.of),
    _Entry(7, 2022, SecondaryRules.of),
    _Entry(8, 2023, SecondaryRules.of),
    _Entry(9, 2024, SecondaryRules.of),
    _Entry(10, 2022, SecondaryRules.of),
    _Entry(11, 2023, SecondaryRules.of),
    _Entry(12, 2024, SecondaryRules.of),
)


@lru_cache(maxsize=64)
def choose(level: SchoolLevel, grade: int, school_year: str) -> RuleSet:
    """The rules for a grade in a school year, the same for all pages of a class.

    Raises GradeNotOpen when the grade is not one of the level or still followed older rules,
    InputError when the school year cannot be read.
    """
    year = SchoolYear.parse(school_year)
    _require_grade_of_level(level, grade)
    for entry in _ENTRIES:
        if entry.grade == grade and entry.since <= year.first:
            return entry.rules(grade, year)
    raise GradeNotOpen(
        f"Khối {grade} năm học {year} còn đánh giá theo quy định cũ, chưa lập được học bạ số. "
        f"Khối này được mở từ năm học {_first_year(grade)}."
    )


def _require_grade_of_level(level: SchoolLevel, grade: int) -> None:
    if not 1 <= grade <= 12:
        raise GradeNotOpen(f"Không có khối {grade}: khối lớp phải từ 1 đến 12.")
    if SchoolLevel.of_grade(grade) is not level:
        raise GradeNotOpen(f"Khối {grade} không thuộc cấp {words(level)}.")


def _first_year(grade: int) -> SchoolYear:
    return SchoolYear(min(entry.since for entry in _ENTRIES if entry.grade == grade))
