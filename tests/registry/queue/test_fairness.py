"""Whose turn it is: asked of the queue itself, job by job, as a single worker would be served."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hocba.parties.access.models import Sender
from hocba.registry.queue.submitting import Handed, submit
from tests.registry.school import NOW

pytestmark = pytest.mark.django_db


def hand_in(sender: Sender, *schools: str) -> None:
    for school in schools:
        submit(Handed(b"x", school, sender.pk, uuid4()), at=NOW)


def fetched() -> tuple[int, str] | None:
    """The next job that a worker would get: its number and its school."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, lock FROM procrastinate_fetch_job_v2(NULL, NULL)")
        number, lock = cursor.fetchone()
    return None if number is None else (number, lock.removeprefix("school:"))


def finish(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [number])


def served() -> Iterator[str]:
    """The schools in the order in which one worker serves them."""
    while (job := fetched()) is not None:
        finish(job[0])
        yield job[1]


def test_a_school_with_500_packets_does_not_hold_up_the_others(sender: Sender) -> None:
    hand_in(sender, *["A"] * 500, "B", "C", "B")
    order = served()
    assert [next(order) for _ in range(6)] == ["A", "B", "C", "A", "B", "A"]
    assert list(order) == ["A"] * 497


def test_who_comes_while_a_long_queue_is_served_waits_for_one_packet_at_most(
    sender: Sender,
) -> None:
    hand_in(sender, *["A"] * 20)
    order = served()
    assert [next(order) for _ in range(7)] == ["A"] * 7
    hand_in(sender, "B")
    assert "B" in [next(order) for _ in range(2)]


def test_a_long_queue_is_not_starved_by_schools_that_keep_sending(sender: Sender) -> None:
    hand_in(sender, *["A"] * 10)
    order, schools = served(), []
    for number in range(60):
        hand_in(sender, f"B{number % 4}")
        schools.append(next(order))
    assert schools.count("A") == 10


def test_who_sent_much_in_the_past_is_no_worse_off_when_the_queue_was_empty(sender: Sender) -> None:
    hand_in(sender, *["A"] * 9)
    assert len(list(served())) == 9
    hand_in(sender, "B", "A", "B", "A", "B")
    assert list(served()) == ["B", "A", "B", "A", "B"]


def test_of_one_school_one_packet_is_in_hand_at_a_time_and_the_next_school_is_served(
    sender: Sender,
) -> None:
    hand_in(sender, "A", "A", "B")
    first, second = fetched(), fetched()
    assert first is not None
    assert second is not None
    assert (first[1], second[1]) == ("A", "B")
    assert fetched() is None
    finish(first[0])
    assert fetched() is not None


# The queue is empty again at the end of each run, so the runs may share a sender.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("ABC") | st.none(), max_size=40))
def test_a_schools_packets_are_taken_in_the_order_of_their_arrival(
    sender: Sender, arrivals: list[str | None]
) -> None:
    """``None`` stands for a job that is served in between."""
    numbers: dict[str, list[int]] = {"A": [], "B": [], "C": []}

    def serve() -> None:
        job = fetched()
        if job is not None:
            numbers[job[1]].append(job[0])
            finish(job[0])

    for school in arrivals:
        serve() if school is None else hand_in(sender, school)
    for _ in arrivals:
        serve()
    assert all(each == sorted(each) for each in numbers.values())
    assert fetched() is None
