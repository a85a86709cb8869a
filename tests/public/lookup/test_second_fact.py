"""The second fact: what is understood as a day, and who fits."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from hocba.public.lookup.second_fact import SecondFact, read_day
from tests import strategies
from tests.core.packet.examples import PUPIL

DAY = date(2014, 12, 8)


@pytest.mark.parametrize(
    "text",
    ["08/12/2014", "8/12/2014", " 8-12-2014 ", "8.12.2014", "8 12 2014", "08122014", "2014-12-08"],
)
def test_a_day_is_read_however_it_is_written(text):
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    "text",
    ["", "31/02/2014", "12/13/2014", "8/12", "8/12/14", "hôm qua", "2014/12/08"],
)
def test_what_is_no_day_is_refused(text):
    assert read_day(text) is None


@given(strategies.days)
def test_every_day_is_read_back(day):
    assert read_day(f"{day:%d/%m/%Y}") == read_day(day.isoformat()) == day


def test_birth_date_and_ending_must_both_fit():
    ending = PUPIL.personal_id[-4:]
    assert SecondFact(PUPIL.birth_date, ending).fits(PUPIL)
    assert not SecondFact(PUPIL.birth_date, "0000").fits(PUPIL)
    assert not SecondFact(date(2000, 1, 1), ending).fits(PUPIL)
