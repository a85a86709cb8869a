"""Triggers that let a table grow and nothing else, whoever asks: steps for a migration.

They are plain triggers and not pgtrigger's, which any session may switch off by setting
``pgtrigger.ignore``; and they are enabled ALWAYS, so that a superuser's
``session_replication_role = replica`` does not silence them.
"""

from __future__ import annotations

from django.db.migrations import RunSQL

_REFUSAL = """
CREATE OR REPLACE FUNCTION hocba_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Bảng % không nhận lệnh % này.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def append_only(table: str) -> RunSQL:
    """Refuse every UPDATE, DELETE and TRUNCATE of ``table``."""
    return refuse(table, "UPDATE OR DELETE OR TRUNCATE", name="only_grows")


def refuse(table: str, operations: str, *, name: str) -> RunSQL:
    """Refuse ``operations``, such as ``DELETE OR TRUNCATE``, on ``table``, even of no rows."""
    return RunSQL(
        f"{_REFUSAL}"
        f"CREATE TRIGGER {name} BEFORE {operations} ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION hocba_refuse();"
        f"{always(table, name)}",
        f"DROP TRIGGER {name} ON {table};",
    )


def always(table: str, name: str) -> str:
    """SQL that keeps a trigger awake in every session."""
    return f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};"
