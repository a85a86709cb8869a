"""What the workers do by themselves: have new heads of the ledger stamped."""

from __future__ import annotations

from django.conf import settings
from procrastinate.contrib.django import app

from hocba.adapters import clock
from hocba.adapters.timestamping import TimestampAuthority
from hocba.registry.ledger.stamping import stamp_heads

QUEUE = "stamping"


@app.periodic(cron="*/5 * * * *")
@app.task(name="stamp-heads", queue=QUEUE, lock=QUEUE, queueing_lock="stamp-heads")
def stamp(timestamp: int) -> None:  # noqa: ARG001 - the queue names the moment it was due
    """An authority that is away is asked again in the next round."""
    if settings.HOCBA_TIMESTAMPS:
        stamp_heads(TimestampAuthority(settings.HOCBA_TIMESTAMPS), clock.now)
