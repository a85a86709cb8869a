"""Many rows, or large values, into a table in one step: the quickest ways that PostgreSQL has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import ClientCursor, Cursor, sql


def copy_in(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Append ``rows``, one value for each of ``columns``, as part of the running transaction.

    Constraints and triggers hold as for an INSERT; defaults of the model do not apply.
    Values go in PostgreSQL's own binary form: as text, bytes would be written out as
    hexadecimal digits, and read digit by digit. JSON is given as what it says.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    # COPY is psycopg's own: without the wrapper its errors would not be Django's.
    wrap_errors = connection.wrap_database_errors
    with connection.cursor() as cursor, wrap_errors, cursor.copy(statement.as_string()) as copy:
        copy.set_types([_type(model, column) for column in columns])
        for row in rows:
            copy.write_row(row)


def _type(model: type[Model], column: str) -> str:
    """PostgreSQL's name of a column's type, without its length."""
    declared = model._meta.get_field(column).db_type(connection)
    return str(declared).partition("(")[0]


def fetch(
    statement: str, values: Sequence[object], *, plan_anew: bool = False
) -> list[tuple[Any, ...]]:
    """The rows of a question that is asked often: the server keeps its plan.

    Not if it is to ``plan_anew``: a plan that was made for many values while the table was small
    would read it from end to end long after.

    Values go beside the statement and not quoted into it, as for :func:`execute`, and come back
    in their binary form: bytes are then not sent as twice as many hexadecimal digits. Django lets
    nothing be prepared; its own cursors never are, whatever the connection allows.
    """
    connection.ensure_connection()
    ours = connection.connection
    if connection.queries_logged:  # so that whoever counts Django's questions counts this one
        told = ClientCursor(ours).mogrify(statement, values)
        connection.queries_log.append({"sql": told, "time": "0"})
    ours.prepare_threshold = 0
    with connection.wrap_database_errors, Cursor(ours) as cursor:
        asked = cursor.execute(statement, values, prepare=not plan_anew, binary=True)
        return asked.fetchall()


def execute(statement: str, values: Sequence[object] | Mapping[str, object]) -> int:
    """Run one statement as part of the running transaction; the number of rows that it touched.

    Values go to the server beside the statement and not quoted into it, as bytes where it says
    ``%b``: for megabytes that is several times quicker than Django's own cursor.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
