"""The counts in the database. All processes add to the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from hocba.public.limits.models import Tally

KEPT = timedelta(days=1)
"""Longer than any window."""

_ADD = """
    INSERT INTO limits_tally ("limit", subject, begins, count)
    SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::timestamptz[], %s::int[])
    ON CONFLICT ("limit", subject, begins)
        DO UPDATE SET count = limits_tally.count + excluded.count
    RETURNING "limit", subject, begins, count
"""


class Key(NamedTuple):
    """What is counted: a subject under a limit in the window that begins then."""

    limit: str
    subject: str
    begins: datetime


def add(counted: Mapping[Key, int]) -> dict[Key, int]:
    """Add to the counts, in one statement. Returns the new totals."""
    # Rows in the same order everywhere: two that add at once wait, they do not deadlock.
    rows = [(*key, number) for key, number in sorted(counted.items())]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [list(column) for column in zip(*rows, strict=True)])
        totals = {Key(*found): total for *found, total in cursor.fetchall()}
    if any(totals[key] == number for key, number in counted.items()):
        newest = max(key.begins for key in counted)
        Tally.objects.filter(begins__lt=newest - KEPT).delete()
    return totals
