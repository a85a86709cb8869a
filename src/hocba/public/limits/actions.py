"""Count, and say how long to wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

from hocba.public.limits.models import Tally

KEPT = timedelta(days=1)
"""Longer than any window."""

_COUNT = """
    INSERT INTO limits_tally ("limit", subject, begins, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT ("limit", subject, begins) DO UPDATE SET count = limits_tally.count + 1
    RETURNING count
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` times for each subject in each window of ``window``."""

    name: str
    most: int
    window: timedelta

    def begins(self, at: datetime) -> datetime:
        """The start of the window that ``at`` is in; windows are counted from 1970."""
        seconds = int(self.window.total_seconds())
        return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


def count(limit: Limit, subject: str, *, at: datetime) -> int:
    """Count one attempt. Returns 0 if it is allowed, else the seconds until the window ends.

    Counted before the deed, in one statement: two attempts at once cannot both be the last
    that is allowed.
    """
    begins = limit.begins(at)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [limit.name, subject, begins])
        (counted,) = cursor.fetchone()
    if counted == 1:
        Tally.objects.filter(begins__lt=at - KEPT).delete()
    if counted <= limit.most:
        return 0
    return int((begins + limit.window - at).total_seconds()) + 1
