"""The pool answers on its own connections, in the application's role, and comes back by itself."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from hocba.adapters.pool import Pool

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(2)
    yield pool
    pool.close()


def test_it_answers_with_the_rows(pool):
    assert pool.fetch("SELECT %s::int + n FROM generate_series(1, 2) n", [40]) == [(41,), (42,)]
    assert pool.fetch("SELECT 1 WHERE false", []) == []


def test_a_statement_is_committed_when_it_returns(pool):
    row = pool.fetch("INSERT INTO limits_tally VALUES ('any', 'a', now(), 1) RETURNING count", [])
    assert row == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count FROM limits_tally")
        assert cursor.fetchall() == [(1,)]


def test_what_is_committed_is_on_disk(pool):
    assert pool.fetch("SHOW synchronous_commit", []) == [("on",)]


def test_it_works_in_the_same_role_as_django(pool):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert pool.fetch("SELECT current_user, current_database()", []) == cursor.fetchall()


def test_after_a_lost_connection_it_comes_back():
    pool = Pool(1)
    ((process,),) = pool.fetch("SELECT pg_backend_pid()", [])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    with pytest.raises(psycopg.OperationalError):
        pool.fetch("SELECT 1", [])
    assert pool.fetch("SELECT 1", []) == [(1,)]
    pool.close()


def test_closed_it_opens_again_when_it_is_used(pool):
    assert pool.fetch("SELECT 1", []) == [(1,)]
    pool.close()
    assert pool.fetch("SELECT 2", []) == [(2,)]
