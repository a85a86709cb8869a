"""What a table that only grows must refuse, tried through SQL as any session could."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction


def assert_refused(
    statement: str, *, word: str = "không nhận", roles: tuple[bool, ...] = (False, True)
) -> None:
    """The database itself refuses ``statement``, also to a superuser who plays the replica.

    A replica is bound by triggers that are always on and by constraints, not by foreign keys.
    """
    for as_replica in roles:
        with pytest.raises(DatabaseError, match=word):
            _execute(statement, as_replica=as_replica)


@transaction.atomic
def _execute(statement: str, *, as_replica: bool) -> None:
    with connection.cursor() as cursor:
        if as_replica and _may_play_replica():
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)


def _may_play_replica() -> bool:
    """Whether this role could silence ordinary triggers; where it may not, so much the better."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])
