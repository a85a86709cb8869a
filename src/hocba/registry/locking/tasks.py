"""What the workers do by themselves: lock what is due when a window has closed."""

from __future__ import annotations

import logging

from django.conf import settings
from procrastinate.contrib.django import app

from hocba.adapters import clock
from hocba.adapters.node import Node
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.locking.actions import lock_due

QUEUE = "locking"

_log = logging.getLogger(__name__)


@app.periodic(cron="5 * * * *")
@app.task(name="lock-due", queue=QUEUE, lock=QUEUE, queueing_lock="lock-due")
def lock_what_is_due(timestamp: int) -> None:  # noqa: ARG001 - the queue names the moment it was due
    """Every hour, so that a worker that was away at midnight is not missed for a day.

    The Ministry's node locks what it takes in and has no windows of its own.
    """
    if settings.HOCBA_NODE != Node.DEPARTMENT:
        return
    locked = lock_due(at=clock.now(), signer=ledger_signer(), actor="lịch chốt của Sở")
    for school_year, pages in locked.items():
        _log.warning("locking: %s pages of %s", pages, school_year)
