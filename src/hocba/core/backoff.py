"""How long to wait before asking again somebody who did not answer."""

from __future__ import annotations

from datetime import timedelta

FIRST = timedelta(seconds=5)
LONGEST = timedelta(minutes=30)


def wait(failures: int, chance: float) -> timedelta:
    """The pause after so many failures in a row, from 1: each time twice as long, up to LONGEST.

    ``chance`` in [0, 1) takes away up to half of it, so that many who failed together do not
    come back together.
    """
    doublings = min(failures - 1, 16)
    whole = min(FIRST * (1 << doublings), LONGEST)
    return whole * (1 - chance / 2)
