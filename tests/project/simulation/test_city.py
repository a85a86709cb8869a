"""A made-up city has the plan's sizes, and exactly as many pupils as were asked for."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.errors import InputError
from hocba.core.record import SchoolLevel
from hocba.project.simulation.city import LARGEST_CLASS, plan, schools

YEAR = "2023-2024"


def test_every_school_of_the_tables_is_there_once():
    counted = Counter(school.level for school in schools())
    # One district does not tell how many primary schools it has: its staff of 904 makes 20.
    assert counted[SchoolLevel.PRIMARY] == 771 + 20
    assert counted[SchoolLevel.UPPER_SECONDARY] == 117 + 70
    assert len({school.code for school in schools()}) == counted.total()


def test_the_staff_of_the_districts_is_that_of_the_table():
    staff = Counter()
    for school in schools():
        staff[school.level] += school.staff
    assert staff[SchoolLevel.PRIMARY] == 38_500
    assert staff[SchoolLevel.LOWER_SECONDARY] == 33_346


@given(pages=st.integers(1, 200_000))
def test_the_classes_hold_exactly_the_pupils_that_were_asked_for(pages):
    sizes = [each.pupils for planned in plan(pages, YEAR) for each in planned.classes]
    assert sum(sizes) == pages
    assert all(0 < size <= LARGEST_CLASS for size in sizes)


def test_no_two_pupils_of_a_grade_have_the_same_number():
    taken = {}
    for planned in plan(50_000, YEAR):
        for each in planned.classes:
            numbers = taken.setdefault(each.year.grade, set())
            own = set(range(each.first, each.first + each.pupils))
            assert not numbers & own
            numbers |= own


def test_grades_that_follow_older_rules_have_no_class():
    grades = {each.year.grade for planned in plan(50_000, YEAR) for each in planned.classes}
    assert grades == {1, 2, 3, 4, 6, 7, 8, 10, 11}


def test_few_pages_are_whole_schools_and_not_a_pupil_of_each():
    assert len(plan(3_000, YEAR)) < 10


def test_a_school_year_that_cannot_be_read_is_named():
    with pytest.raises(InputError, match="2023/24"):
        plan(10, "2023/24")
