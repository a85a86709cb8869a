"""What the portal may do when it runs by itself: read what it shows, add to its logs, no more."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from hocba.adapters.roles import PORTAL_ROLE, ROLE
from hocba.project import portal
from tests.registry.school import lock, open_schools, packet, page, receive

pytestmark = pytest.mark.django_db

TABLES = """
    SELECT relname FROM pg_class
     WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
"""
PRIVILEGES = """
    SELECT relname, privilege FROM pg_class,
           unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER',
                        'REFERENCES']) AS privilege
     WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
       AND (has_table_privilege(%(role)s, pg_class.oid, privilege)
            OR privilege IN ('SELECT', 'INSERT', 'UPDATE')
            AND has_any_column_privilege(%(role)s, pg_class.oid, privilege))
"""
SHUT = ("pages_", "signing_", "procrastinate_", "queue_", "reporting_", "gathering_", "late_")
"""What the portal has no business with: schools, the queue, reports to the Ministry."""

ATTACKS = {
    "read a packet": "SELECT content FROM intake_packet",
    "read the journal": "SELECT * FROM journal_journalentry",
    "read a school's pages": "SELECT * FROM pages_pageversion",
    "read signing sessions": "SELECT * FROM signing_signingsession",
    "read evidence": "SELECT * FROM evidence_exhibit",
    "read who serves as what": "SELECT * FROM parties_appointment",
    "take in a packet": "INSERT INTO intake_packet (sha256) VALUES ('')",
    "accept a page": "INSERT INTO intake_registeredpage (lookup_code) VALUES ('x')",
    "change a page": "UPDATE intake_registeredpage SET content = ''",
    "lock a page": "UPDATE intake_registeredpage SET state = 'locked'",
    "remove a page": "DELETE FROM intake_registeredpage",
    "append to the ledger": "INSERT INTO ledger_entry (leaf) VALUES ('')",
    "fork the ledger": "INSERT INTO ledger_checkpoint (size) VALUES (1)",
    "write in the journal": "INSERT INTO journal_journalentry (at) VALUES (now())",
    "queue work": "INSERT INTO procrastinate_jobs (queue_name) VALUES ('intake')",
    "make a token": "INSERT INTO access_token (digest) VALUES ('')",
    "widen a token": "UPDATE access_token SET expires_at = 'infinity'",
    "become a parent": "INSERT INTO owners_parentlink DEFAULT VALUES",
    "join an organisation": "INSERT INTO accounts_membership DEFAULT VALUES",
    "make a law": "INSERT INTO organisations_legalbasis DEFAULT VALUES",
    "become another person": "UPDATE accounts_account SET personal_id = '001184000123'",
    "unwrite a look": "DELETE FROM lookup_look",
    "rewrite a look": "UPDATE lookup_look SET who = ''",
    "unwrite a copy": "DELETE FROM copies_issuedcopy",
    "widen a grant": "UPDATE owners_grant SET until = 'infinity'",
    "drop a trigger": "DROP TRIGGER only_grows ON lookup_look",
    "make a table": "CREATE TABLE mine (x int)",
    "shadow a table": "CREATE TEMPORARY TABLE lookup_look (at timestamptz)",
    "take the whole program's role": f"SET SESSION AUTHORIZATION {ROLE}",
    "grant itself more": f"GRANT INSERT ON ledger_entry TO {PORTAL_ROLE}; TABLE intake_packet",
}


def rows(statement: str, **values: object) -> set[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return set(cursor.fetchall())


@transaction.atomic
def attempt(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {PORTAL_ROLE}")
        cursor.execute(statement)


@pytest.mark.parametrize("deed", ATTACKS)
def test_the_portal_may_not(deed: str) -> None:
    open_schools()
    receive(packet(page(1)))
    lock(1)
    connection.check_constraints()
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        attempt(ATTACKS[deed])


def test_it_has_no_right_that_the_whole_program_has_not() -> None:
    portals = rows(PRIVILEGES, role=PORTAL_ROLE)
    assert portals
    assert portals < rows(PRIVILEGES, role=ROLE)


def test_it_does_not_see_a_table_that_is_not_named() -> None:
    seen = {table for table, _ in rows(PRIVILEGES, role=PORTAL_ROLE)}
    assert seen == portal.READS | portal.WRITES
    assert not [table for table in seen if table.startswith(SHUT)]


def test_what_it_reads_it_reads_and_no_more() -> None:
    held = {right for table, right in rows(PRIVILEGES, role=PORTAL_ROLE) if table in portal.READS}
    assert held == {"SELECT"}


def test_every_table_that_is_named_is_there_and_named_once() -> None:
    assert {table for (table,) in rows(TABLES)} >= portal.READS | portal.WRITES
    assert not portal.READS & portal.WRITES


def test_it_owns_nothing_and_cannot_log_in() -> None:
    rights = "SELECT rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles"
    assert rows(f"{rights} WHERE rolname = %(role)s", role=PORTAL_ROLE) == {(False,) * 5}
    owned = "SELECT count(*) FROM pg_class WHERE relowner = %(role)s::regrole"
    assert rows(owned, role=PORTAL_ROLE) == {(0,)}
