"""Which schools and classes a made-up city has: the sizes of the plan's Phụ lục 2, 3 and 4.

The tables count staff, and pupils follow staff. Where Phụ lục 2 does not count a district's
schools (the lower-secondary ones, and one district's primary ones) they are of usual size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from zlib import crc32

from hocba.core.errors import GradeNotOpen
from hocba.core.record import ClassYear, SchoolLevel
from hocba.core.rules import choose
from hocba.parties.catalogue import DEPARTMENT_CODE, table, unit_rows
from hocba.parties.models import UnitKind

LARGEST_CLASS = 45
_USUAL_STAFF = 45
_PUPILS_OF_A_TEACHER = 20

_GRADES = {
    SchoolLevel.PRIMARY: range(1, 6),
    SchoolLevel.LOWER_SECONDARY: range(6, 10),
    SchoolLevel.UPPER_SECONDARY: range(10, 13),
}


@dataclass(frozen=True, slots=True)
class School:
    """A school of the city: ``staff`` is its size, ``parent`` the office above it."""

    code: str
    name: str
    parent: str
    level: SchoolLevel
    staff: int


@dataclass(frozen=True, slots=True)
class PlannedClass:
    """A class of ``pupils``, the first of whom is number ``first`` of the city's grade."""

    year: ClassYear
    pupils: int
    first: int


@dataclass(frozen=True, slots=True)
class PlannedSchool:
    school: School
    classes: tuple[PlannedClass, ...]


def schools() -> tuple[School, ...]:
    """Every school that the plan's tables tell of, with a level that has a học bạ."""
    return (*_of_districts(), *_of_the_department())


def plan(pages: int, school_year: str) -> tuple[PlannedSchool, ...]:
    """The city's classes that year, with ``pages`` pupils in all.

    Few pages are a part of the city, whole schools from all over it; more than the city has
    pupils make every school larger. Raises InputError when the school year cannot be read.
    """
    every = [each for each in schools() if _open_grades(each.level, school_year)]
    some = list(_enough(sorted(every, key=_spread), pages))
    numbers: dict[int, int] = {}
    shares = _apportion(pages, [each.staff for each in some])
    return tuple(
        PlannedSchool(school, tuple(_classes(school, share, school_year, numbers)))
        for school, share in zip(some, shares, strict=True)
        if share
    )


def _spread(school: School) -> int:
    """An order that has nothing to do with place or level, and is the same every time."""
    return crc32(school.code.encode())


def _enough(every: Sequence[School], pages: int) -> Iterator[School]:
    room = pages
    for school in every:
        if room <= 0:
            return
        yield school
        room -= school.staff * _PUPILS_OF_A_TEACHER


def _of_districts() -> Iterator[School]:
    offices = {row.name: row.code for row in unit_rows() if row.kind is UnitKind.DISTRICT_OFFICE}
    for _, row in table("phu-luc-2-phong-gddt.csv"):
        office, place = offices[row["don_vi"]], row["don_vi"].removeprefix("Phòng GDĐT ")
        primary = _sizes(row["th_tong_can_bo"], row["th_so_truong"])
        lower = _sizes(row["thcs_tong_can_bo"], "")
        for number, staff in enumerate(primary, start=1):
            name = f"Trường Tiểu học mô phỏng {number} {place}"
            yield School(f"{office}A{number:03}", name, office, SchoolLevel.PRIMARY, staff)
        for number, staff in enumerate(lower, start=1):
            name = f"Trường THCS mô phỏng {number} {place}"
            yield School(f"{office}B{number:03}", name, office, SchoolLevel.LOWER_SECONDARY, staff)


def _sizes(staff: str, schools: str) -> list[int]:
    """The staff of each of a district's schools; how many there are is not always told."""
    whole = int(staff)
    number = int(schools) if schools else max(1, whole // _USUAL_STAFF)
    return _apportion(whole, [1] * number)


def _of_the_department() -> Iterator[School]:
    rows = chain(
        (("C", *row) for row in table("phu-luc-3-thpt-cong-lap.csv")),
        (("N", *row) for row in table("phu-luc-4-thpt-ngoai-cong-lap.csv")),
    )
    for letter, number, row in rows:
        yield School(
            f"{DEPARTMENT_CODE}{letter}{number:03}",
            row["don_vi"],
            DEPARTMENT_CODE,
            SchoolLevel.UPPER_SECONDARY,
            int(row["tong_can_bo"]),
        )


def _classes(
    school: School, pupils: int, school_year: str, numbers: dict[int, int]
) -> Iterator[PlannedClass]:
    """The school's classes, grade by grade; ``numbers`` counts the city's pupils of each grade."""
    grades = _open_grades(school.level, school_year)
    for grade, share in zip(grades, _apportion(pupils, [1] * len(grades)), strict=True):
        if not share:
            continue
        sizes = _apportion(share, [1] * -(-share // LARGEST_CLASS))
        for number, size in enumerate(sizes, start=1):
            first = numbers.get(grade, 0)
            numbers[grade] = first + size
            year = _class_year(school, grade, f"{grade}A{number}", school_year)
            yield PlannedClass(year, size, first)


def _class_year(school: School, grade: int, name: str, school_year: str) -> ClassYear:
    return ClassYear(
        DEPARTMENT_CODE, school.code, school.name, school.level, grade, name, school_year
    )


def _open_grades(level: SchoolLevel, school_year: str) -> tuple[int, ...]:
    return tuple(grade for grade in _GRADES[level] if _is_open(level, grade, school_year))


def _is_open(level: SchoolLevel, grade: int, school_year: str) -> bool:
    try:
        choose(level, grade, school_year)
    except GradeNotOpen:
        return False
    return True


def _apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Whole shares of ``total`` by weight that sum up to it exactly."""
    whole = sum(weights)
    ends = [total * upto // whole for upto in accumulate(weights)] if whole else []
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]
