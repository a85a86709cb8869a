"""A registry with something of everything, and what a superuser may do to it behind its back."""

from __future__ import annotations

from functools import cache

from django.db import connection

from hocba.core.packet import Deed
from hocba.core.signature import POLICY
from hocba.registry.audit import work
from hocba.registry.audit.findings import Fault
from hocba.registry.audit.grounds import Grounds
from hocba.registry.intake.examining import Conditions
from hocba.registry.ledger.witnessing import keep_cosignatures
from hocba.registry.orders.carrying_out import Act, carry_out
from hocba.registry.orders.hearing import hear
from tests.core.test_cosignature import WITNESS
from tests.registry.audit import LEDGER_KEY
from tests.registry.ordering import order, seal
from tests.registry.school import (
    NOW,
    TRUST,
    YEAR,
    code,
    lock,
    open_schools,
    packet,
    page,
    receive,
)

ORDER = seal(order(Deed.REPORT_LATE, personal_ids=("001214000009",)))
GROUNDS = Grounds(TRUST, POLICY, LEDGER_KEY.verifier, (WITNESS.verifier,))


def furnish() -> None:
    """Two packets, one of them sent twice; a page replaced, pages locked in two steps, one waiting.

    Page 1 has versions 1 (replaced) and 2 (locked); 2, 3 and 5 are locked, 4 waits. One order of
    the school was carried out, for a late case.
    """
    open_schools()
    first, second = _packets()
    receive(first)
    receive(first)
    receive(second)
    lock(1, 2)
    lock(3, 5)
    carry_out(hear(ORDER, Conditions(TRUST), NOW), Act("phần mềm mẫu", NOW, lambda: LEDGER_KEY))
    cosign()
    connection.check_constraints()


@cache
def _packets() -> tuple[bytes, bytes]:
    """Signed once for all tests."""
    again = packet(page(1, version=2, score=8), page(5), number=2)
    return packet(page(1), page(2), page(3), page(4)), again


def cosign() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
        note = bytes(cursor.fetchone()[0])
    keep_cosignatures(note + WITNESS.cosign(note, NOW).encode(), [WITNESS.verifier], at=NOW)


def tamper(statement: str, *values: object, lifting: str = "") -> None:
    """Run a statement with the guards of all tables down, as only owner and superuser may.

    ``lifting`` is a constraint besides, such as ``intake_packet.name``.
    """
    with connection.cursor() as cursor:
        connection.check_constraints()
        tables = _guarded(cursor)
        _each(cursor, "ALTER TABLE {} DISABLE TRIGGER USER", tables)
        if lifting:
            table, constraint = lifting.split(".")
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
        cursor.execute(statement, values or None)
        connection.check_constraints()
        _each(cursor, "ALTER TABLE {} ENABLE TRIGGER USER", tables)


def _guarded(cursor) -> list[str]:
    cursor.execute(
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        " AND tgrelid::regclass::text ~ '^(intake|ledger|evidence|orders)_'"
    )
    return [table for (table,) in cursor.fetchall()]


def _each(cursor, statement: str, tables: list[str]) -> None:
    for table in tables:
        cursor.execute(statement.format(table))


def found() -> set[tuple[str, Fault]]:
    """What an audit of everything finds, done in this process."""
    parts = work.plan().parts
    return {(each.thing, each.fault) for part in parts for each in work.check(part, GROUNDS)}


def of_page(number: int, version: int = 1) -> str:
    return f"trang {code(number)}, năm học {YEAR}, phiên bản {version}"
