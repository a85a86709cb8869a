"""Have each signed head stamped by a timestamp authority, so that its age can be proven.

This is no part of locking: an authority that is slow or away must not hold a lock back. What
has no timestamp yet is found by looking, so a round that failed is taken up by the next.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from hocba.adapters.timestamping import TimestampAuthority
from hocba.registry.ledger.models import Checkpoint, Timestamp


def stamp_heads(authority: TimestampAuthority, now: Callable[[], datetime]) -> int:
    """Stamp every head that has no timestamp, the oldest first; how many were stamped.

    Each is kept as soon as it is there, in no transaction of ours; of two rounds at once the
    first to write counts. Raises Unavailable when the authority is away: what was stamped stays.
    """
    waiting = Checkpoint.objects.filter(timestamp=None).order_by("size")
    sizes = list(waiting.values_list("size", "note"))
    for size, note in sizes:
        token = authority.stamp(sha256(bytes(note)).digest())
        row = Timestamp(checkpoint_id=size, token=token, kept_at=now())
        Timestamp.objects.bulk_create([row], ignore_conflicts=True)
    return len(sizes)
