"""Two sessions at once: work in another connection, and the moment at which it waits for ours."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import connection, connections

_Result = TypeVar("_Result")
_PATIENCE = 30  # seconds


def in_own_connection(work: Callable[[], _Result]) -> Callable[[], _Result]:
    """``work`` for another thread, whose connection is closed when it has ended."""

    def work_then_close() -> _Result:
        try:
            return work()
        finally:
            connections.close_all()

    return work_then_close


def wait_for_a_blocked_session() -> None:
    """Return once some other session of this database waits for a lock of ours."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.02)
    raise AssertionError("no other session came to wait for ours")
