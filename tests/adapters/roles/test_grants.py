"""The application's role: enough for its work, read off the guards, safe to establish again."""

from __future__ import annotations

import pytest
from django.db import connection

from hocba.adapters.roles import ROLE, grants
from hocba.adapters.roles.grants import establish
from hocba.core.errors import InputError
from hocba.registry.intake.queries import current_page
from hocba.registry.locking.queries import proof_of
from tests.registry.school import YEAR, code, lock, open_schools, packet, page, receive

pytestmark = pytest.mark.django_db

PRIVILEGES = """
    SELECT relname, privilege, has_table_privilege(%s, pg_class.oid, privilege)
      FROM pg_class, unnest(ARRAY['TRUNCATE', 'TRIGGER', 'REFERENCES', 'DELETE', 'UPDATE'])
           AS privilege
     WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
"""
REFUSING = (
    "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = to_regproc('hocba_refuse')"
)
UPDATABLE = """
    SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass
       AND attnum > 0 AND has_column_privilege(%s, attrelid, attnum, 'UPDATE')
"""


def rows(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def test_the_register_does_its_work_in_the_applications_role() -> None:
    open_schools()
    rows(f"SET LOCAL ROLE {ROLE}")
    receive(packet(page(1), page(2)))
    receive(packet(page(1, version=2), number=2))
    assert lock(1, 2).locked == (code(1), code(2))
    locked = current_page(code(1), YEAR)
    assert locked is not None
    assert proof_of(locked) is not None
    assert rows("SELECT current_user") == [(ROLE,)]


def test_the_role_owns_nothing_and_cannot_log_in() -> None:
    assert rows("SELECT rolcanlogin, rolsuper, rolcreaterole, rolcreatedb FROM pg_roles"
                " WHERE rolname = %s", ROLE) == [(False, False, False, False)]  # fmt: skip
    owned = "SELECT count(*) FROM pg_class WHERE relowner = %s::regrole"
    assert rows(owned, ROLE) == [(0,)]


def test_no_table_is_granted_what_changes_it_as_a_whole() -> None:
    granted = {(table, each) for table, each, has in rows(PRIVILEGES, ROLE) if has}
    assert {each for _, each in granted} <= {"DELETE", "UPDATE"}


def test_whatever_a_guard_refuses_is_not_granted_either() -> None:
    guarded = {table for (table,) in rows(f"{REFUSING} AND tgtype & 8 > 0")}
    deletable = {table for table, each, has in rows(PRIVILEGES, ROLE) if each == "DELETE" and has}
    assert "ledger_entry" in guarded
    assert not guarded & deletable


def test_of_a_page_only_the_columns_of_its_state_may_change() -> None:
    found = {column for (column,) in rows(UPDATABLE, "intake_registeredpage", ROLE)}
    assert found == {"state", "ended_at", "effective_date"}


def test_what_was_granted_too_much_is_taken_back() -> None:
    rows(f"GRANT ALL ON ledger_entry TO {ROLE}")
    establish(connection, "")
    assert rows("SELECT has_table_privilege(%s, 'ledger_entry', 'UPDATE')", ROLE) == [(False,)]


def test_a_role_that_is_missing_is_made_or_it_is_said_who_can(monkeypatch) -> None:
    monkeypatch.setattr(grants, "ROLE", "hocba_thu_nghiem")
    ((may_make_roles,),) = rows("SELECT rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if may_make_roles:
        establish(connection, "")
        assert rows("SELECT 1 FROM pg_roles WHERE rolname = 'hocba_thu_nghiem'")
    else:
        with pytest.raises(InputError, match="CREATE ROLE hocba_thu_nghiem NOLOGIN; GRANT"):
            establish(connection, "")
