"""Count, and say how long to wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hocba.public.limits.tallies import Key, add


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` times for each subject in each window of ``window``.

    Of these, ``free`` may be had for the asking and the others cost a proof of work; None: all
    are free.
    """

    name: str
    most: int
    window: timedelta
    free: int | None = None

    def begins(self, at: datetime) -> datetime:
        """The start of the window that ``at`` is in; windows are counted from 1970."""
        seconds = int(self.window.total_seconds())
        return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)

    def key(self, subject: str, at: datetime) -> Key:
        return Key(self.name, subject, self.begins(at))

    def allows(self, counted: int, *, at: datetime) -> Allowance:
        """What the attempt with this number may do."""
        closed = counted > self.most
        if not closed and (self.free is None or counted <= self.free):
            return Allowance()
        wait = int((self.begins(at) + self.window - at).total_seconds()) + 1
        return Allowance(closed, wait)


@dataclass(frozen=True, order=True, slots=True)
class Allowance:
    """``wait``: seconds until an attempt is free again, 0 if this one is; ``closed``: work
    does not help. Of two the greater is the stricter.
    """

    closed: bool = False
    wait: int = 0

    @property
    def free(self) -> bool:
        return not self.wait


def count(limit: Limit, subject: str, *, at: datetime) -> int:
    """Count one attempt. Returns 0 if it is allowed, else the seconds until the window ends."""
    allowance = count_each({limit: subject}, at=at)
    return allowance.wait if allowance.closed else 0


def count_each(subjects: Mapping[Limit, str], *, at: datetime) -> Allowance:
    """Count one attempt under several limits and say what the strictest allows.

    Counted before the deed, in one statement: two attempts at once cannot both be the last
    that is allowed.
    """
    keys = {limit: limit.key(subject, at) for limit, subject in subjects.items()}
    totals = add(dict.fromkeys(keys.values(), 1))
    return max(limit.allows(totals[key], at=at) for limit, key in keys.items())
