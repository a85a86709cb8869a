"""Counting in memory, added to the database some times a second: no query for an attempt.

Every process knows its own attempts at once and those of the others after one interval, so
that what passes beyond a limit is at most what the other processes let through within it.
A process that is killed takes the attempts of one interval with it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Lock, Thread
from time import sleep

from django.db import DatabaseError, InterfaceError, close_old_connections

from hocba.public.limits.actions import Allowance, Limit
from hocba.public.limits.tallies import Key, add

INTERVAL = 0.2
"""Seconds between two savings."""

_log = logging.getLogger(__name__)

Add = Callable[[Mapping[Key, int]], Mapping[Key, int]]


class Batch:
    """Attempts of this process that the database does not know of yet, and the totals."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._totals: Counter[Key] = Counter()
        self._unsaved: Counter[Key] = Counter()
        self._oldest = datetime.min.replace(tzinfo=UTC)

    def count_each(self, subjects: Mapping[Limit, str], *, at: datetime) -> Allowance:
        """As ``actions.count_each``, but an attempt that is refused is not counted."""
        keys = {limit: limit.key(subject, at) for limit, subject in subjects.items()}
        with self._lock:
            allowance = max(
                limit.allows(self._totals[key] + 1, at=at) for limit, key in keys.items()
            )
            if not allowance.closed:
                self._totals.update(keys.values())
                self._unsaved.update(keys.values())
        return allowance

    def save(self, add: Add) -> None:
        """Let ``add`` write what is new and learn the totals; if it fails, try again next time."""
        with self._lock:
            taken, self._unsaved = self._unsaved, Counter()
        if not taken:
            return
        try:
            totals = add(taken)
        except Exception:
            with self._lock:
                self._unsaved.update(taken)
            raise
        with self._lock:
            self._totals |= {key: total + self._unsaved[key] for key, total in totals.items()}
            self._forget_before(min(key.begins for key in taken))

    def _forget_before(self, oldest: datetime) -> None:
        """Windows that have ended are dropped; walked through only when one has."""
        if oldest > self._oldest:
            self._oldest = oldest
            kept = {key: total for key, total in self._totals.items() if key.begins >= oldest}
            self._totals = Counter(kept)


def keep_saving(batch: Batch) -> None:
    """Save again and again, in a thread that ends with the process."""
    Thread(target=_save_for_ever, args=(batch,), daemon=True).start()


def _save_for_ever(batch: Batch) -> None:
    while True:
        sleep(INTERVAL)
        save_if_possible(batch)


def save_if_possible(batch: Batch) -> None:
    """Save; while the database is away, the counts stay in memory and limits hold."""
    close_old_connections()
    try:
        batch.save(add)
    except (DatabaseError, InterfaceError) as error:
        _log.error("counts could not be saved (%s)", type(error).__name__)
