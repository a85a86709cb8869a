"""Emptying the test database between tests that commit, although its tables refuse TRUNCATE."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connections, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from psycopg import sql

TRUNCATE_GUARDS = """
    SELECT relname, tgname, tgenabled = 'A' FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid
        WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgtype & 32 <> 0
"""

# procrastinate's tables are not Django's to manage, so that its flush leaves them alone.
QUEUE = "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"

Flush = Callable[[BaseDatabaseOperations, Iterable[str]], None]


def lifting_guards(flush: Flush) -> Flush:
    """Django's flush, run as only the owner of the database could run it."""

    def flush_without_guards(operations: BaseDatabaseOperations, statements: Iterable[str]) -> None:
        alias = operations.connection.alias
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(TRUNCATE_GUARDS)
            guards = cursor.fetchall()
            for table, name, _ in guards:
                cursor.execute(_alter("ALTER TABLE {} DISABLE TRIGGER {}", table, name))
            flush(operations, statements)
            cursor.execute(QUEUE)
            for table, name, always in guards:
                enable = "ENABLE ALWAYS" if always else "ENABLE"
                cursor.execute(_alter(f"ALTER TABLE {{}} {enable} TRIGGER {{}}", table, name))

    return flush_without_guards


def _alter(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
