"""What a lookup code alone tells: in force or not, level, issuing school, since when.

One statement finds it and writes the look down, so that it is answered in one trip to the
database and nothing is told before the log has it on disk.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from hocba.core.codes import words
from hocba.core.lifecycle import State
from hocba.core.record import SchoolLevel
from hocba.public.lookup.models import Asked

Fetch = Callable[[str, Sequence[Any]], Sequence[Sequence[Any]]]
"""Runs a statement and returns its rows."""

_FOUND = f"""
    SELECT page.level, unit.name, page.effective_date
    FROM intake_registeredpage page JOIN parties_unit unit ON unit.code = page.school_code
    WHERE page.live_code = {{code}}
    ORDER BY page.state = '{State.LOCKED}' DESC, page.school_year DESC
    LIMIT 1
"""  # noqa: S608 - nothing but our own constant is put in
_TOLD = _FOUND.format(code="%s")
_TOLD_AND_LOGGED = f"""
    WITH told AS (
        SELECT * FROM ROWS FROM (
            json_to_recordset(%s) AS (code varchar, who varchar, at timestamptz)
        ) WITH ORDINALITY AS asked (code, who, at, place)
        LEFT JOIN LATERAL ({_FOUND.format(code="asked.code")}) found ON TRUE
    ), logged AS (
        INSERT INTO lookup_look (at, lookup_code, who, asked, shown)
        SELECT at, code, who, '{Asked.STATUS}', level IS NOT NULL FROM told
    )
    SELECT level, name, effective_date FROM told ORDER BY place
"""  # noqa: S608


class Asking(NamedTuple):
    """One look at a code; ``who`` is the visitor's digest."""

    code: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """``effective_date`` is the last locking; None while pages are only accepted."""

    level: SchoolLevel
    school: str
    effective_date: datetime | None

    @property
    def level_words(self) -> str:
        return words(self.level)

    @property
    def effective(self) -> bool:
        return self.effective_date is not None


def fetch(statement: str, parameters: Sequence[Any]) -> Sequence[Sequence[Any]]:
    """By the connection that Django keeps."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: Sequence[Sequence[Any]] = cursor.fetchall()
        return rows


def standing(lookup_code: str) -> Standing | None:
    """None when no transcript with this code has been accepted. Nothing of a person is read."""
    return next((_read(*row) for row in fetch(_TOLD, [lookup_code])), None)


def look(asking: Asking) -> Standing | None:
    """The same to a visitor, and written down."""
    (found,) = look_together([asking])
    return found


def look_together(asked: Sequence[Asking], *, fetch: Fetch = fetch) -> Sequence[Standing | None]:
    """The same to many, each with a line of its own in the log; answered in their order."""
    # As one text: to write arrays for the server takes the driver longer than all the rest.
    listed = json.dumps([each._asdict() for each in asked], default=datetime.isoformat)
    return [_read(*row) for row in fetch(_TOLD_AND_LOGGED, [listed])]


def _read(level: str | None, school: str, effective_date: datetime | None) -> Standing | None:
    return Standing(SchoolLevel(level), school, effective_date) if level else None
