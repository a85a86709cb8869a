"""What the program's roles are granted, read off the guards of the tables.

The guards say what must never happen to a table (``hocba_refuse``); no privilege is given
for it. So the role cannot ask for what the trigger would refuse, and who drops the trigger
by mistake has not opened the table. Of a table guarded in some columns the others may be
updated. TRUNCATE, TRIGGER, REFERENCES and every kind of DDL are granted for no table.

The portal's role is granted the same for the tables that ``settings.HOCBA_PORTAL_WRITES`` names,
reads those of ``HOCBA_PORTAL_READS``, and does not so much as see the others.

Roles belong to the cluster, grants to a database: several databases, and many tests at a
time, share the roles and each grant them their own tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.utils import ProgrammingError
from psycopg import sql

from hocba.adapters.roles import PORTAL_ROLE, ROLE
from hocba.core.errors import InputError

_ONLY_READ = frozenset({"django_migrations"})

_TABLES = """
    SELECT relname,
           coalesce(bool_or(tgtype & 8 > 0), FALSE) AS keeps_rows,
           coalesce(bool_or(tgtype & 16 > 0 AND cardinality(tgattr) = 0), FALSE) AS stands,
           (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
             WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
               AND attgenerated = '') AS columns,
           (SELECT coalesce(array_agg(attname::text), '{}') FROM pg_attribute
             WHERE attrelid = pg_class.oid AND attnum = ANY (
                 SELECT unnest(guard.tgattr::int2[]) FROM pg_trigger AS guard
                  WHERE guard.tgrelid = pg_class.oid AND guard.tgfoid = to_regproc('hocba_refuse')
             )) AS fixed
      FROM pg_class
      LEFT JOIN pg_trigger ON tgrelid = pg_class.oid AND tgfoid = to_regproc('hocba_refuse')
     WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
       AND pg_has_role(relowner, 'USAGE')
     GROUP BY pg_class.oid
     ORDER BY relname
"""

# Whoever may send SQL may set "pgtrigger.ignore"; so nobody is heard who does.
_NEVER_IGNORE = """
    CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS boolean
        LANGUAGE sql IMMUTABLE AS 'SELECT FALSE'
"""

_MAKE_ROLE = sql.SQL("""
    DO $$ BEGIN
        CREATE ROLE {role} NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$
""")


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    keeps_rows: bool
    stands: bool
    columns: list[str]
    fixed: list[str]

    def grants(self) -> list[sql.Composed]:
        """The statements that give each role what it is to have of this table."""
        found = [self._grant(ROLE, writes=self.name not in _ONLY_READ)]
        if self.name in settings.HOCBA_PORTAL_WRITES | settings.HOCBA_PORTAL_READS:
            writes = self.name in settings.HOCBA_PORTAL_WRITES
            found.append(self._grant(PORTAL_ROLE, writes=writes))
        return found

    def _grant(self, role: str, *, writes: bool) -> sql.Composed:
        return sql.SQL("GRANT {} ON {} TO {}").format(
            sql.SQL(", ").join(self._privileges() if writes else [sql.SQL("SELECT")]),
            sql.Identifier(self.name),
            sql.Identifier(role),
        )

    def _privileges(self) -> list[sql.Composable]:
        """All that no guard of this table refuses."""
        granted: list[sql.Composable] = [sql.SQL("SELECT")]
        granted.append(sql.SQL("INSERT"))
        if not self.keeps_rows:
            granted.append(sql.SQL("DELETE"))
        if not self.stands:
            free = (sql.Identifier(each) for each in self.columns if each not in self.fixed)
            granted.append(sql.SQL("UPDATE ({})").format(sql.SQL(", ").join(free)))
        return granted


def establish(connection: BaseDatabaseWrapper, login: str) -> None:
    """Make the roles if they are not there, let ``login`` take them, and grant what they may do.

    Safe to repeat; what was granted before is taken back first. ``connection`` is the
    owner's. Raises InputError when the owner may not make roles and somebody else must.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        login = login or cursor.fetchone()[0]
        for role in (ROLE, PORTAL_ROLE):
            _require_role(cursor, role, login)
        with transaction.atomic(using=connection.alias):
            _grant(cursor)


def _require_role(cursor: CursorWrapper, name: str, login: str) -> None:
    role = sql.Identifier(name)
    try:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [name])
        if not cursor.rowcount:
            cursor.execute(_MAKE_ROLE.format(role=role).as_string())
        cursor.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [login, name])
        if not cursor.fetchone()[0]:
            grant = sql.SQL("GRANT {} TO {}").format(role, sql.Identifier(login))
            cursor.execute(grant.as_string())
    except ProgrammingError as error:
        raise InputError(
            "Tài khoản chủ cơ sở dữ liệu không được tạo vai trò; hãy nhờ quản trị viên PostgreSQL"
            f" chạy «CREATE ROLE {name} NOLOGIN; GRANT {name} TO {login};» rồi chạy lại"
            " «hocba migrate»."
        ) from error


def _grant(cursor: CursorWrapper) -> None:
    cursor.execute(_TABLES)
    tables = [_Table(*row) for row in cursor.fetchall()]
    cursor.execute("SELECT current_database(), current_schema()")
    database, schema = map(sql.Identifier, cursor.fetchone())
    roles = sql.SQL(", ").join(map(sql.Identifier, (ROLE, PORTAL_ROLE)))
    names = {"database": database, "schema": schema, "roles": roles, "role": sql.Identifier(ROLE)}
    statements = [
        sql.SQL(_NEVER_IGNORE),
        # A temporary table would stand before the real one of its name, also for a guard.
        sql.SQL("REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC").format(**names),
        sql.SQL("REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC").format(**names),
        sql.SQL("GRANT USAGE ON SCHEMA {schema} TO {roles}").format(**names),
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {roles}").format(**names),
        *chain.from_iterable(table.grants() for table in tables),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}").format(
            **names
        ),
    ]
    cursor.execute(sql.SQL(";\n").join(statements).as_string())
