"""Made-up pupils are by the rules: a registry has nothing against them."""

from datetime import UTC, datetime
from random import Random

import pytest

from hocba.core import personal_id
from hocba.core.finding import Severity
from hocba.core.packet import read_page, write_page
from hocba.core.record import ClassYear, SchoolLevel
from hocba.core.rules import choose
from hocba.project.simulation.city import PlannedClass
from hocba.project.simulation.pupils import pages

AT = datetime(2024, 5, 31, 1, tzinfo=UTC)


def some_class(grade, pupils=45, first=0):
    level = SchoolLevel.of_grade(grade)
    year = ClassYear("01", "T1", "Trường mô phỏng", level, grade, "A1", "2023-2024")
    return PlannedClass(year, pupils, first)


@pytest.mark.parametrize("grade", [1, 2, 3, 4, 6, 7, 8, 10, 11])
def test_every_pupil_of_an_open_grade_completes_the_year_by_its_rules(grade):
    rules = choose(SchoolLevel.of_grade(grade), grade, "2023-2024")
    for page in pages(some_class(grade), AT, Random(1)):
        found = rules.check(page.results, page.stated)
        assert [each for each in found if each.severity is Severity.ERROR] == []
        assert page.finished
        assert page.computed == rules.assess(page.results, page.stated)


@pytest.mark.parametrize("grade", [1, 7, 11])
def test_their_numbers_fit_birth_date_and_sex_and_are_nobody_elses(grade):
    made = list(pages(some_class(grade, first=999_900), AT, Random(2)))
    for page in made:
        pupil = page.pupil
        assert personal_id.check(pupil.personal_id, pupil.birth_date, pupil.sex) == ()
    assert len({page.pupil.personal_id for page in made}) == len(made)
    assert len({page.lookup_code for page in made}) == len(made)


def test_the_packet_carries_them_unchanged():
    for page in pages(some_class(10, pupils=5), AT, Random(3)):
        assert read_page(write_page(page)) == page


def test_the_same_seed_makes_the_same_pupils():
    first, second = (list(pages(some_class(4), AT, Random(7))) for _ in range(2))
    assert first == second
    assert first != list(pages(some_class(4), AT, Random(8)))
