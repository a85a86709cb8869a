"""Emptying and refilling the test database between tests that commit: its tables refuse both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.backends.base.operations import BaseDatabaseOperations
from psycopg import sql

UPDATE, TRUNCATE = 16, 32
"""Bits of pg_trigger.tgtype."""

GUARDS = """
    SELECT relname, tgname, tgenabled = 'A' FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid
        WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgtype & %s <> 0
"""

# procrastinate's tables are not Django's to manage, so that its flush leaves them alone.
QUEUE = "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"

Flush = Callable[[BaseDatabaseOperations, Iterable[str]], None]
Refill = Callable[[BaseDatabaseCreation, str], None]


def lifting_guards(flush: Flush) -> Flush:
    """Django's flush, run as only the owner of the database could run it."""

    def flush_without_guards(operations: BaseDatabaseOperations, statements: Iterable[str]) -> None:
        alias = operations.connection.alias
        with _without_guards(alias, TRUNCATE):
            flush(operations, statements)
            with connections[alias].cursor() as cursor:
                cursor.execute(QUEUE)

    return flush_without_guards


def refilling(refill: Refill) -> Refill:
    """Django's restoring of what migrations entered: it tries an UPDATE before each INSERT."""

    def refill_without_guards(creation: BaseDatabaseCreation, data: str) -> None:
        with _without_guards(creation.connection.alias, UPDATE):
            refill(creation, data)

    return refill_without_guards


@contextmanager
def _without_guards(alias: str, event: int) -> Iterator[None]:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(GUARDS, [event])
        guards = cursor.fetchall()
        for table, name, _ in guards:
            cursor.execute(_alter("ALTER TABLE {} DISABLE TRIGGER {}", table, name))
        yield
        for table, name, always in guards:
            enable = "ENABLE ALWAYS" if always else "ENABLE"
            cursor.execute(_alter(f"ALTER TABLE {{}} {enable} TRIGGER {{}}", table, name))


def _alter(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
