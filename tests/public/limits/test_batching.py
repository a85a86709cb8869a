"""Counting in memory loses no limit: what passes beyond it is bounded, whoever counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from hocba.public.limits import batching
from hocba.public.limits.actions import Allowance, Limit
from hocba.public.limits.batching import Batch
from hocba.public.limits.models import Tally
from hocba.public.limits.tallies import add

HOURLY = Limit("hourly", most=5, window=timedelta(hours=1), free=2)
NOON = datetime(2024, 6, 24, 12, 30, tzinfo=UTC)


def attempts(batch: Batch, number: int, at: datetime = NOON) -> list[Allowance]:
    return [batch.count_each({HOURLY: "a"}, at=at) for _ in range(number)]


class Store(dict):
    """The database of these tests: adds, and may be away."""

    away = False

    def add(self, counted):
        if self.away:
            raise OperationalError
        for key, number in counted.items():
            self[key] = self.get(key, 0) + number
        return {key: self[key] for key in counted}


def test_first_free_then_for_work_then_closed():
    allowances = attempts(Batch(), 7)
    assert [each.free for each in allowances] == [True] * 2 + [False] * 5
    assert [each.closed for each in allowances] == [False] * 5 + [True] * 2
    assert allowances[-1].wait == 30 * 60 + 1


@pytest.mark.django_db
def test_what_is_saved_stands_in_the_database_and_is_saved_once():
    batch = Batch()
    attempts(batch, 3)
    batch.save(add)
    batch.save(add)
    assert Tally.objects.get().count == 3


@pytest.mark.django_db
def test_the_attempts_of_another_process_count_after_a_save():
    ours, theirs = Batch(), Batch()
    attempts(theirs, 4)
    theirs.save(add)
    attempts(ours, 1)
    ours.save(add)
    assert attempts(ours, 1)[0].closed


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9)), max_size=30))
def test_no_more_pass_than_the_limit_and_one_interval_of_the_others(turns):
    store, batches, passed = Store(), [Batch() for _ in range(3)], 0
    for turn, number in turns:
        passed += sum(not each.closed for each in attempts(batches[turn], number))
        batches[turn].save(store.add)
    assert passed <= HOURLY.most * len(batches)
    assert passed == sum(store.values())


def test_while_the_database_is_away_the_limit_holds_and_nothing_is_lost():
    store, batch = Store(), Batch()
    store.away = True
    attempts(batch, 4)
    with pytest.raises(OperationalError):
        batch.save(store.add)
    assert [each.closed for each in attempts(batch, 2)] == [False, True]
    store.away = False
    batch.save(store.add)
    assert store == {HOURLY.key("a", NOON): 5}


def test_a_failure_to_save_is_told_and_ends_nothing(monkeypatch, caplog):
    def away(_):
        raise OperationalError("host 10.0.0.1 is away")

    monkeypatch.setattr(batching, "add", away)
    batch = Batch()
    attempts(batch, 5)
    batching.save_if_possible(batch)
    assert "counts could not be saved (OperationalError)" in caplog.text
    assert "10.0.0.1" not in caplog.text
    assert attempts(batch, 1)[0].closed


def test_refused_attempts_cost_no_writing():
    store, batch = Store(), Batch()
    attempts(batch, 5)
    batch.save(store.add)
    attempts(batch, 1_000)
    batch.save(lambda _: pytest.fail("something was written"))


def test_windows_that_have_ended_are_forgotten():
    store, batch = Store(), Batch()
    attempts(batch, 6)
    batch.save(store.add)
    later = NOON + timedelta(hours=1)
    assert attempts(batch, 1, later)[0].free
    batch.save(store.add)
    assert len(batch._totals) == 1
