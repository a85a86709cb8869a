"""What a lookup code alone tells: in force or not, level, issuing school, since when.

One statement finds it and writes the look down, so that it is answered in one trip to the
database and nothing is told before the log has it on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hocba.core.codes import words
from hocba.core.lifecycle import State
from hocba.core.record import SchoolLevel
from hocba.public.lookup.models import Asked

Fetch = Callable[[str, Sequence[Any]], Sequence[Any] | None]
"""Runs a statement and returns its first row."""

_TOLD = f"""
    SELECT page.level, unit.name, page.effective_date
    FROM intake_registeredpage page JOIN parties_unit unit ON unit.code = page.school_code
    WHERE page.live_code = %s
    ORDER BY page.state = '{State.LOCKED}' DESC, page.school_year DESC
    LIMIT 1
"""  # noqa: S608 - nothing but our own constant is put in
_TOLD_AND_LOGGED = f"""
    WITH told AS ({_TOLD}), logged AS (
        INSERT INTO lookup_look (at, lookup_code, who, asked, shown)
        SELECT %s, %s, %s, '{Asked.STATUS}', EXISTS (SELECT FROM told)
    )
    SELECT * FROM told
"""  # noqa: S608


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


def fetch(statement: str, parameters: Sequence[Any]) -> Sequence[Any] | None:
    """By the connection that Django keeps."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: Sequence[Any] | None = cursor.fetchone()
        return row


def standing(lookup_code: str) -> Standing | None:
    """None when no transcript with this code has been accepted. Nothing of a person is read."""
    return _read(fetch(_TOLD, [lookup_code]))


def look(lookup_code: str, who: str, *, at: datetime, fetch: Fetch = fetch) -> Standing | None:
    """The same to a visitor, and written down."""
    return _read(fetch(_TOLD_AND_LOGGED, [lookup_code, at, lookup_code, who]))


def _read(row: Sequence[Any] | None) -> Standing | None:
    if row is None:
        return None
    level, school, effective_date = row
    return Standing(SchoolLevel(level), school, effective_date)
