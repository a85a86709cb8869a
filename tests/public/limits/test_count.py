"""Counting in windows: exact under rivals, open again when the window ends, tidy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from hocba.public.limits.actions import Limit, count, count_each
from hocba.public.limits.models import Tally
from hocba.public.limits.tallies import KEPT
from tests import strategies

HOURLY = Limit("hourly", 2, timedelta(hours=1))
NOON = datetime(2024, 6, 24, 12, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_as_many_as_allowed_and_then_a_time_to_wait():
    assert [count(HOURLY, "a", at=NOON) for _ in range(3)] == [0, 0, 30 * 60 + 1]


@pytest.mark.django_db
def test_the_next_window_is_open_again():
    for _ in range(3):
        wait = count(HOURLY, "a", at=NOON)
    assert count(HOURLY, "a", at=NOON + timedelta(seconds=wait)) == 0


@pytest.mark.django_db
def test_subjects_and_limits_are_counted_apart():
    daily = Limit("daily", 1, timedelta(days=1))
    assert count(HOURLY, "a", at=NOON) == count(HOURLY, "b", at=NOON) == 0
    assert count(daily, "a", at=NOON) == 0
    assert count(daily, "a", at=NOON) > 0


@pytest.mark.django_db
def test_of_several_limits_the_strictest_decides(django_assert_num_queries):
    eased = Limit("eased", 2, timedelta(days=1), free=0)
    assert not count_each({HOURLY: "a", eased: "b"}, at=NOON).closed
    with django_assert_num_queries(1):
        allowance = count_each({HOURLY: "a", eased: "b"}, at=NOON)
    assert (allowance.free, allowance.closed) == (False, False)
    assert count_each({HOURLY: "a", eased: "c"}, at=NOON).closed


@pytest.mark.django_db
def test_old_windows_are_forgotten():
    count(HOURLY, "a", at=NOON)
    count(HOURLY, "b", at=NOON + KEPT + HOURLY.window)
    assert list(Tally.objects.values_list("subject", flat=True)) == ["b"]


@pytest.mark.django_db(transaction=True)
def test_rivals_cannot_both_be_the_last_that_is_allowed():
    limit = Limit("rivals", 5, timedelta(hours=1))

    def attempt(_):
        try:
            return count(limit, "a", at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as rivals:
        waits = list(rivals.map(attempt, range(12)))
    assert waits.count(0) == 5


@given(strategies.moments, st.integers(1, 86_400))
def test_a_moment_lies_in_its_window(at, seconds):
    limit = Limit("any", 1, timedelta(seconds=seconds))
    begins = limit.begins(at)
    assert begins <= at < begins + limit.window
