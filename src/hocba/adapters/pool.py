"""A few connections for a statement that is asked hundreds of times a second.

Beside those that Django keeps for each thread: these are shared, and the server plans the
statement once for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

import psycopg
from django.db import connection
from psycopg_pool import ConnectionPool

_WAIT_SECONDS = 2.0
"""For a free connection, or a new one."""


class Pool:
    """Opened when it is first used, so that every process has its own."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = Lock()
        self._pool: ConnectionPool | None = None

    def fetch(self, statement: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """Run a statement, in a transaction of its own, and return its rows.

        Raises psycopg.OperationalError when the database is away or does not answer in time.
        """
        with self._opened().connection() as ours:
            return ours.execute(statement, parameters).fetchall()

    def close(self) -> None:
        """Let the connections go; used again, it opens again."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
                self._pool = None

    def _opened(self) -> ConnectionPool:
        with self._lock:
            if self._pool is None:
                self._pool = _open(self._size)
            return self._pool


def _open(size: int) -> ConnectionPool:
    connection.ensure_connection()  # an embedded server is started by it
    how = {
        **connection.get_connection_params(),
        "autocommit": True,
        "context": None,
        "cursor_factory": psycopg.Cursor,
        "prepare_threshold": 1,
    }
    return ConnectionPool(kwargs=how, min_size=1, max_size=size, timeout=_WAIT_SECONDS, open=True)
