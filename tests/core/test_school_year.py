from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.errors import InputError
from hocba.core.school_year import SchoolYear


@pytest.mark.parametrize("text", ["2023-2024", "2023–2024", " 2023 - 2024 ", "2023—2024"])
def test_a_school_year_is_read_with_any_dash(text):
    assert SchoolYear.parse(text) == SchoolYear(2023)


@pytest.mark.parametrize(
    "text", ["", "2023", "2023-2025", "2024-2023", "23-24", "2023-2024-2025", "２０２３-２０２４"]
)
def test_what_is_no_school_year_is_refused_with_an_example(text):
    with pytest.raises(InputError, match="2023-2024"):
        SchoolYear.parse(text)


def test_a_school_year_begins_on_1_september():
    assert SchoolYear(2023).begins == date(2023, 9, 1)


@given(st.integers(1000, 9998), st.integers(1000, 9998))
def test_school_years_survive_writing_and_are_ordered_as_they_come(one, other):
    assert SchoolYear.parse(str(SchoolYear(one))) == SchoolYear(one)
    assert (SchoolYear(one) < SchoolYear(other)) == (one < other)
