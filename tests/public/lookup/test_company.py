"""Calls go together when they can: each gets its own answer, once, and nobody is forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http import HTTPStatus
from itertools import chain
from threading import BoundedSemaphore, Event
from time import sleep

import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from hocba.adapters import clock
from hocba.adapters.pool import Pool
from hocba.public.limits.batching import Batch
from hocba.public.lookup.company import MOST, Company
from hocba.public.lookup.front import AT_ONCE, FrontDoor
from hocba.public.lookup.models import Look
from hocba.public.lookup.standing import Asking, look_together
from tests.public.lookup.test_front import Answer
from tests.public.transcripts import NOBODYS_CODE, PATH

LINES = "SELECT count(*) FROM lookup_look WHERE lookup_code = %s"
PATIENCE = 20
"""Seconds after which a test fails rather than wait for ever."""


class Disk:
    """Doubles numbers; the first call is held until it is let go."""

    def __init__(self) -> None:
        self.went: list[list[int]] = []
        self.busy, self.free = Event(), Event()

    def together(self, numbers):
        self.went.append(list(numbers))
        if len(self.went) == 1:
            self.busy.set()
            assert self.free.wait(PATIENCE)
        if any(number < 0 for number in numbers):
            raise ValueError("a negative number")
        return [2 * number for number in numbers]


@pytest.fixture
def disk():
    return Disk()


@pytest.fixture
def threads():
    with ThreadPoolExecutor(2 * MOST) as pool:
        yield pool


def wait_for(company, waiting: int) -> None:
    """Until so many wait; they do nothing else, so it does not take long."""
    patience = Event()
    while len(company._waiting) < waiting:
        assert not patience.wait(0.001)


def held_up(disk, threads, numbers):
    """Ask for 0, and for ``numbers`` while that is under way."""
    company = Company(disk.together, at_once=1)
    first = threads.submit(company.ask, 0)
    assert disk.busy.wait(PATIENCE)
    others = [threads.submit(company.ask, number) for number in numbers]
    wait_for(company, len(others))
    disk.free.set()
    return first, others


def test_who_comes_alone_goes_alone(disk):
    disk.free.set()
    company = Company(disk.together, at_once=1)
    assert [company.ask(number) for number in (1, 2, 3)] == [2, 4, 6]
    assert disk.went == [[1], [2], [3]]


def test_those_who_come_while_one_is_under_way_go_together(disk, threads):
    first, others = held_up(disk, threads, [1, 2, 3])
    assert [each.result(PATIENCE) for each in (first, *others)] == [0, 2, 4, 6]
    assert [sorted(went) for went in disk.went] == [[0], [1, 2, 3]]


def test_no_more_go_together_than_may(disk, threads):
    numbers = range(1, MOST + 4)
    _, others = held_up(disk, threads, numbers)
    assert [each.result(PATIENCE) for each in others] == [2 * number for number in numbers]
    assert [len(went) for went in disk.went] == [1, MOST, 3]


def test_a_failure_reaches_all_who_went_with_it_and_nobody_else(disk, threads):
    first, others = held_up(disk, threads, [1, -2, 3])
    assert first.result(PATIENCE) == 0
    for each in others:
        with pytest.raises(ValueError, match="negative"):
            each.result(PATIENCE)


def test_after_a_failure_it_goes_on(disk):
    disk.free.set()
    company = Company(disk.together, at_once=1)
    with pytest.raises(ValueError, match="negative"):
        company.ask(-1)
    assert company.ask(4) == 8


def test_an_answer_too_few_is_a_failure_for_all():
    company = Company(lambda asked: asked[1:], at_once=1)
    with pytest.raises(ValueError, match="shorter"):
        company.ask(1)


@given(
    st.lists(st.lists(st.integers(), max_size=30), min_size=1, max_size=8),
    st.integers(min_value=1, max_value=3),
)
def test_everybody_gets_their_own_answer_once_and_no_more_run_than_may(streams, at_once):
    places, answered = BoundedSemaphore(at_once), list[int]()

    def together(numbers):
        assert places.acquire(blocking=False)
        answered.extend(numbers)
        sleep(0)
        places.release()
        return [-number for number in numbers]

    company = Company(together, at_once=at_once)
    with ThreadPoolExecutor(len(streams)) as threads:
        told = threads.map(lambda numbers: [company.ask(number) for number in numbers], streams)
    assert list(told) == [[-number for number in numbers] for numbers in streams]
    assert sorted(answered) == sorted(chain.from_iterable(streams))
    assert company._free == at_once


@pytest.mark.django_db(transaction=True)
class TestOnTheDatabase:
    """With the statement, the connection and the threads of the running server."""

    @pytest.fixture
    def pool(self):
        pool = Pool(AT_ONCE)
        yield pool
        pool.close()

    @pytest.fixture
    def codes(self):
        return [f"{number:012x}4000{8:<016}" for number in range(240)]

    def test_nothing_is_answered_before_its_line_is_committed(self, pool, codes):
        door = FrontDoor(WSGIHandler(), pool.fetch, Batch())
        Answer(door, PATH + NOBODYS_CODE)
        how = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}

        def visit(mine):
            """Each line is there for a stranger's connection as soon as the answer is."""
            with psycopg.connect(**how, autocommit=True) as stranger:
                for code in mine:
                    Answer(door, PATH + code, REMOTE_ADDR=f"192.0.2.{int(code[:12], 16)}")
                    found = stranger.execute(LINES, [code]).fetchone()
                    assert found == (1,)

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(visit, [codes[start::8] for start in range(8)]))
        assert Look.objects.count() == 1 + len(codes)

    def test_a_lost_connection_loses_no_look(self, pool, codes):
        door = FrontDoor(WSGIHandler(), pool.fetch, Batch())
        Answer(door, PATH + NOBODYS_CODE)
        ((process,),) = pool.fetch("SELECT pg_backend_pid()", [])

        def visit(code):
            with closing(connection):  # Django's own, of this thread, when it had to answer
                return Answer(door, PATH + code).status

        with ThreadPoolExecutor(8) as threads:
            statuses = threads.map(visit, codes[:80])
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
            assert set(statuses) == {HTTPStatus.NOT_FOUND}
        looked = set(Look.objects.values_list("lookup_code", flat=True))
        assert looked >= set(codes[:80])

    def test_each_of_many_has_a_line_of_its_own(self, pool):
        at = clock.now()
        asked = [Asking(f"{number:032x}", f"{number:064x}", at) for number in (1, 2, 2, 3)]
        assert look_together(asked, fetch=pool.fetch) == [None] * 4
        lines = Look.objects.order_by("id").values_list("lookup_code", "who", "at", "shown")
        assert list(lines) == [(*each, False) for each in asked]
