"""Pauses grow, stay within bounds, and differ by chance."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hocba.core.backoff import FIRST, LONGEST, wait

failures = st.integers(1, 10_000)
chances = st.floats(0, 1, exclude_max=True)


@given(failures, chances)
def test_a_pause_is_never_shorter_than_half_the_first_nor_longer_than_the_longest(
    failed: int, chance: float
) -> None:
    assert FIRST / 2 <= wait(failed, chance) <= LONGEST


@given(failures, chances)
def test_a_pause_is_never_shorter_than_the_one_before(failed: int, chance: float) -> None:
    assert wait(failed, chance) <= wait(failed + 1, chance)


def test_without_chance_a_pause_is_twice_the_one_before() -> None:
    assert [wait(n, 0) / FIRST for n in (1, 2, 3, 4)] == [1, 2, 4, 8]


def test_chance_takes_away_up_to_half() -> None:
    assert wait(3, 0.5) == timedelta(seconds=15)
