"""The database goes away, the disk is full, a key fails: one clear error and nothing half done."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
import pytest
from django.db import connection

from hocba.adapters.keys import SigningKey
from hocba.core.errors import SigningError, Unavailable
from hocba.registry.intake.models import Packet, RegisteredPage, Transcript
from hocba.registry.journal.models import JournalEntry
from tests.registry.audit import audit
from tests.registry.school import RECEIPT_KEY, lock, open_schools, packet, page, receive

pytestmark = pytest.mark.django_db(transaction=True)

DISK_FULL = """
CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER disk_is_full AFTER INSERT ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION disk_is_full();
"""


@pytest.fixture(autouse=True)
def _schools() -> None:
    open_schools()


@dataclass(frozen=True, slots=True)
class CuttingKey(SigningKey):
    """Signs, but not before the database session has been cut off."""

    def sign(self, data: bytes) -> bytes:
        parameters = connection.get_connection_params()
        parameters.pop("cursor_factory")
        parameters.pop("context")
        pid = connection.connection.info.backend_pid
        with psycopg.connect(**parameters) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        return SigningKey.sign(self, data)


@dataclass(frozen=True, slots=True)
class BrokenKey(SigningKey):
    """A device that answers with somebody else's signature."""

    def sign(self, data: bytes) -> bytes:
        return SigningKey.sign(self, data + b"!")


def as_key(kind: type[SigningKey]) -> SigningKey:
    own = RECEIPT_KEY
    return kind(own.certificate, own.chain, own.algorithm, own.private_key)


def assert_nothing_is_kept() -> None:
    for model in (Packet, RegisteredPage, Transcript, JournalEntry):
        assert model.objects.count() == 0


def test_a_database_that_goes_away_half_way_leaves_nothing_and_the_packet_can_come_again() -> None:
    data = packet(page(1), page(2))
    with pytest.raises(Unavailable, match="chưa có gì được ghi"):
        receive(data, receipt_key=as_key(CuttingKey))
    connection.close()
    assert_nothing_is_kept()
    receive(data)
    assert RegisteredPage.objects.count() == 2


@pytest.mark.parametrize(
    "table",
    ["intake_transcript", "intake_packet", "intake_registeredpage", "journal_journalentry"],
)
def test_a_full_disk_leaves_nothing(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(DISK_FULL.format(table=table))
    try:
        with pytest.raises(Unavailable, match="Hãy thử lại sau"):
            receive(packet(page(1)))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION disk_is_full CASCADE")
    assert_nothing_is_kept()


def test_a_receipt_that_cannot_be_signed_leaves_nothing() -> None:
    with pytest.raises(SigningError):
        receive(packet(page(1)), receipt_key=as_key(BrokenKey))
    assert_nothing_is_kept()


@pytest.mark.parametrize("table", ["ledger_checkpoint", "ledger_entry", "journal_journalentry"])
def test_a_full_disk_while_locking_locks_nothing(table: str) -> None:
    receive(packet(page(1)))
    with connection.cursor() as cursor:
        cursor.execute(DISK_FULL.format(table=table))
    try:
        with pytest.raises(Unavailable):
            lock(1)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION disk_is_full CASCADE")
    assert RegisteredPage.objects.get().effective_date is None
    assert audit() == 0
    assert lock(1).locked != ()
    assert audit() == 1
