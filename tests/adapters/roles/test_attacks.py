"""What must never happen to what is kept, tried as the application and as the tables' owner."""

from __future__ import annotations

from functools import cache

import pytest
from django.db import DatabaseError, connection, transaction

from hocba.adapters.roles import ROLE
from tests.registry.school import lock, open_schools, packet, page, receive

pytestmark = pytest.mark.django_db

KEPT = (
    "intake_packet",
    "intake_registeredpage",
    "ledger_entry",
    "ledger_node",
    "ledger_checkpoint",
    "ledger_timestamp",
    "ledger_cosignature",
    "evidence_exhibit",
    "evidence_submission",
    "journal_journalentry",
    "orders_signedorder",
    "lookup_look",
)
COLUMN = {
    "intake_packet": "receipt",
    "intake_registeredpage": "content",
    "ledger_entry": "leaf",
    "ledger_node": "hash",
    "ledger_checkpoint": "root",
    "ledger_timestamp": "token",
    "ledger_cosignature": "line",
    "evidence_exhibit": "der",
    "evidence_submission": "at",
    "journal_journalentry": "at",
    "orders_signedorder": "deed",
    "lookup_look": "at",
}
NEVER = {
    "update": "UPDATE {table} SET {column} = {column}",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
}
ONLY_THE_OWNER = {
    "add a column": "ALTER TABLE ledger_entry ADD COLUMN more text",
    "drop a trigger": "DROP TRIGGER only_grows ON ledger_entry",
    "silence a trigger": "ALTER TABLE ledger_entry DISABLE TRIGGER only_grows",
    "silence all triggers": "ALTER TABLE intake_registeredpage DISABLE TRIGGER ALL",
    "drop a table": "DROP TABLE ledger_entry CASCADE",
    "drop a constraint": "ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_pkey",
    "rewrite a guard": "CREATE OR REPLACE FUNCTION hocba_refuse() RETURNS trigger LANGUAGE plpgsql"
    " AS 'BEGIN RETURN NEW; END'",
    "drop a guard": "DROP FUNCTION hocba_refuse CASCADE",
    "put a trigger of one's own": "CREATE TRIGGER mine BEFORE INSERT ON ledger_entry"
    " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "put a rule": "CREATE RULE mine AS ON INSERT TO ledger_entry DO INSTEAD NOTHING",
    "make a table": "CREATE TABLE mine (x int)",
    "shadow a table": "CREATE TEMPORARY TABLE ledger_checkpoint (size bigint)",
    "make a schema": "CREATE SCHEMA mine",
    "take ownership": "ALTER TABLE ledger_entry OWNER TO CURRENT_USER",
    "grant itself more": f"GRANT UPDATE ON ledger_entry TO {ROLE}; DELETE FROM ledger_entry",
    "forget migrations": "DELETE FROM django_migrations",
    "make a role": "CREATE ROLE mine SUPERUSER",
    "become a superuser": f"ALTER ROLE {ROLE} SUPERUSER",
}


@cache
def _packet() -> bytes:
    return packet(page(1))


@pytest.fixture(autouse=True)
def _a_locked_page(db) -> None:
    open_schools()
    receive(_packet())
    lock(1)
    connection.check_constraints()


@transaction.atomic
def attempt(statement: str, *, application: bool) -> None:
    with connection.cursor() as cursor:
        if application:
            cursor.execute(f"SET LOCAL ROLE {ROLE}")
        cursor.execute(statement)


@pytest.mark.parametrize("deed", NEVER)
@pytest.mark.parametrize("table", KEPT)
def test_the_application_may_not(table: str, deed: str) -> None:
    statement = NEVER[deed].format(table=table, column=COLUMN[table])
    with pytest.raises(DatabaseError, match="permission denied"):
        attempt(statement, application=True)


@pytest.mark.parametrize("deed", NEVER)
@pytest.mark.parametrize("table", KEPT)
def test_nor_may_the_owner(table: str, deed: str) -> None:
    statement = NEVER[deed].format(table=table, column=COLUMN[table])
    with pytest.raises(DatabaseError, match="không nhận lệnh"):
        attempt(statement, application=False)


@pytest.mark.parametrize("deed", ONLY_THE_OWNER)
def test_the_application_may_change_nothing_of_the_tables_themselves(deed: str) -> None:
    with pytest.raises(DatabaseError, match=r"permission denied|must be (owner|able|superuser)"):
        attempt(ONLY_THE_OWNER[deed], application=True)


@pytest.mark.parametrize("state", ["recalled", "accepted", "replaced"])
def test_a_locked_page_takes_no_other_state(state: str) -> None:
    """The one lawful change has its column granted; the law of states is a trigger's."""
    for application in (True, False):
        with pytest.raises(DatabaseError, match="không được chuyển"):
            attempt(f"UPDATE intake_registeredpage SET state = '{state}'", application=application)


def test_the_effective_date_of_a_locked_page_stands() -> None:
    for application in (True, False):
        with pytest.raises(DatabaseError, match="không được chuyển"):
            attempt(
                "UPDATE intake_registeredpage SET effective_date = now()", application=application
            )


@pytest.mark.parametrize("application", [True, False])
def test_nobody_but_a_superuser_plays_the_replica(application: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert not cursor.fetchone()[0]
    with pytest.raises(DatabaseError, match="permission denied"):
        attempt("SET LOCAL session_replication_role = replica", application=application)


IGNORE = "SET LOCAL pgtrigger.ignore = '{{keep_certificate,{name}}}'; {statement}"


@pytest.mark.parametrize("application", [True, False])
def test_no_session_switches_off_the_guards_of_schools_and_parties(application: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'parties_certificate'::regclass"
            " AND tgname LIKE 'pgtrigger_keep_certificate%'"
        )
        (name,) = cursor.fetchone()
    attack = IGNORE.format(name=name, statement="DELETE FROM parties_certificate")
    with pytest.raises(DatabaseError, match="Cannot delete rows"):
        attempt(attack, application=application)
