"""A serial number is drawn at random, and read however people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.public.copies.serials import draw, read_serial


def test_numbers_are_not_drawn_twice_and_can_be_read_back():
    drawn = {draw() for _ in range(1000)}
    assert len(drawn) == 1000
    assert {read_serial(each) for each in drawn} == drawn


@pytest.mark.parametrize(
    "typed", ["7F3K-9QW2-MX51", " 7f3k 9qw2 mx51 ", "7F3K9QW2MX5l", "7f3k–9qw2–mx5I"]
)
def test_a_number_is_read_in_every_spelling(typed):
    assert read_serial(typed) == "7F3K-9QW2-MX51"


@pytest.mark.parametrize("typed", ["", "7F3K-9QW2-MX5", "7F3K-9QW2-MX5U", "7F3K-9QW2-MX51-0"])
def test_what_is_no_number_is_none(typed):
    assert read_serial(typed) is None


@given(st.text())
def test_no_text_breaks_the_reading(text):
    read = read_serial(text)
    assert read is None or read_serial(read) == read
