import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.errors import GradeNotOpen, InputError
from hocba.core.record import SchoolLevel
from hocba.core.rules import choose

PILOT = {1, 2, 3, 4, 6, 7, 8, 10, 11}
FIRST_YEARS = {
    1: 2020,
    2: 2021,
    3: 2022,
    4: 2023,
    5: 2024,
    6: 2021,
    7: 2022,
    8: 2023,
    9: 2024,
    10: 2022,
    11: 2023,
    12: 2024,
}


def chosen(grade, year):
    return choose(SchoolLevel.of_grade(grade), grade, f"{year}-{year + 1}")


@pytest.mark.parametrize("grade", sorted(PILOT))
def test_the_grades_of_the_pilot_have_rules(grade):
    assert chosen(grade, 2023).name.startswith("Thông tư 2")


@pytest.mark.parametrize("grade", [5, 9, 12])
def test_grades_5_9_and_12_are_refused_in_the_pilot_and_told_when_they_open(grade):
    with pytest.raises(GradeNotOpen, match=f"Khối {grade} năm học 2023-2024.*2024-2025"):
        chosen(grade, 2023)


@pytest.mark.parametrize("grade", range(1, 13))
def test_every_grade_has_rules_from_2024_on(grade):
    assert chosen(grade, 2024).name == chosen(grade, 2060).name


@given(st.integers(1, 12), st.integers(2000, 2100))
def test_a_grade_is_open_from_the_year_its_regulation_reached_it(grade, year):
    if year >= FIRST_YEARS[grade]:
        rules = chosen(grade, year)
        assert rules.name == f"Thông tư {'27/2020' if grade <= 5 else '22/2021'}/TT-BGDĐT"
    else:
        with pytest.raises(GradeNotOpen):
            chosen(grade, year)


@given(st.sampled_from(SchoolLevel), st.integers(-1, 14), st.integers(2019, 2026))
def test_every_combination_gives_rules_or_is_refused(level, grade, year):
    if grade not in FIRST_YEARS or SchoolLevel.of_grade(grade) is not level:
        with pytest.raises(GradeNotOpen, match=f"hối {grade}"):
            choose(level, grade, f"{year}-{year + 1}")
    elif year >= FIRST_YEARS[grade]:
        assert any(rule.required for rule in chosen(grade, year).subjects)


def test_a_grade_of_another_level_is_refused():
    with pytest.raises(GradeNotOpen, match="Trung học phổ thông"):
        choose(SchoolLevel.UPPER_SECONDARY, 4, "2023-2024")


def test_a_school_year_that_cannot_be_read_is_refused():
    with pytest.raises(InputError, match="2023/2024"):
        choose(SchoolLevel.PRIMARY, 4, "2023/2024")
