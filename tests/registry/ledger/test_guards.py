"""The database's own refusals, tried through SQL as any session could, superuser included."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from hocba.registry.ledger.actions import append
from tests.registry.audit import LEDGER_KEY, audit
from tests.registry.guards import assert_refused

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 7, 1, tzinfo=UTC)
HEAD = (
    "INSERT INTO ledger_checkpoint (previous_size, size, root, note, signed_at)"
    " VALUES ({}, {}, '', '', now()); SET CONSTRAINTS ALL IMMEDIATE"
)


@pytest.fixture(autouse=True)
def _three_entries() -> None:
    append([b"a\n", b"b\n", b"c\n"], at=NOW, signer=LEDGER_KEY)
    connection.check_constraints()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET leaf = 'x' WHERE position = 1",
        "DELETE FROM ledger_entry WHERE position = 2",
        "TRUNCATE ledger_entry",
        "UPDATE ledger_node SET hash = 'x'",
        "DELETE FROM ledger_node",
        "TRUNCATE ledger_node",
        "UPDATE ledger_checkpoint SET root = 'x'",
        "DELETE FROM ledger_checkpoint",
        "TRUNCATE ledger_checkpoint CASCADE",
        "UPDATE ledger_timestamp SET token = 'x'",
        "DELETE FROM ledger_timestamp",
        "TRUNCATE ledger_timestamp",
        "UPDATE ledger_cosignature SET line = 'x'",
        "DELETE FROM ledger_cosignature",
        "TRUNCATE ledger_cosignature",
        "TRUNCATE ledger_entry, ledger_node, ledger_checkpoint CASCADE",
        "INSERT INTO ledger_entry VALUES (1, 'x') ON CONFLICT (position) DO UPDATE SET leaf = 'x'",
    ],
)
def test_what_is_in_the_log_stays_as_it_is(statement: str) -> None:
    assert_refused(statement)
    assert audit() == 3


def test_an_entry_needs_a_head_that_counts_it() -> None:
    assert_refused("INSERT INTO ledger_entry VALUES (3, 'x')", word="ngoài đầu sổ")
    assert_refused("INSERT INTO ledger_entry VALUES (-1, 'x')", word="ngoài đầu sổ")


def test_a_head_needs_its_entries() -> None:
    assert_refused(HEAD.format(3, 4), word="đủ các mục")


def test_a_head_follows_the_newest_head() -> None:
    assert_refused(HEAD.format(2, 4), word="nối tiếp")


@pytest.mark.parametrize(("previous", "size"), [(0, 3), (0, 5), (3, 3), (4, 3), (-1, 2)])
def test_a_head_never_forks_or_goes_back(previous: int, size: int) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(HEAD.format(previous, size))
    assert audit() == 3
