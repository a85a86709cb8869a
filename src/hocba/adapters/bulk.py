"""Many rows into a table in one COPY, the quickest way that PostgreSQL has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model
from psycopg import sql


def copy_in(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Append ``rows``, one value for each of ``columns``, as part of the running transaction.

    Constraints and triggers hold as for an INSERT; defaults of the model do not apply.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    # COPY is psycopg's own: without the wrapper its errors would not be Django's.
    wrap_errors = connection.wrap_database_errors
    with connection.cursor() as cursor, wrap_errors, cursor.copy(statement.as_string()) as copy:
        for row in rows:
            copy.write_row(row)
