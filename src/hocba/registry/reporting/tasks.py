"""What the workers do by themselves: report what waits, and watch the two windows."""

from __future__ import annotations

import logging

from django.conf import settings
from procrastinate.contrib.django import app

from hocba.adapters import clock
from hocba.adapters.node import Node
from hocba.core.errors import HocbaError
from hocba.registry.intake.models import Calendar
from hocba.registry.reporting import queries
from hocba.registry.reporting.own import own_reporter
from hocba.registry.reporting.windows import warnings

QUEUE = "reporting"

_log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="report-to-ministry", queue=QUEUE, lock=QUEUE, queueing_lock="report-to-ministry")
def report(timestamp: int) -> None:  # noqa: ARG001 - the queue names the moment it was due
    """Send what is due. Why a batch failed is kept with the attempt; the next round goes on."""
    if not _reports():
        return
    try:
        failures = own_reporter().report().failures
    except HocbaError as error:
        failures = [error.message]
    for failure in dict.fromkeys(failures):
        _log.warning("reporting: %s", failure)


@app.periodic(cron="0 0 * * *")  # UTC: seven in the morning in Việt Nam
@app.task(name="watch-windows", queue=QUEUE, queueing_lock="watch-windows")
def watch_windows(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Warn once a day of a window towards the Ministry that is near its end, or over."""
    if not _reports():
        return
    for calendar in Calendar.objects.order_by("school_year"):
        for sentence in warnings(calendar, queries.unreported(calendar), clock.now()):
            _log.warning("%s", sentence)


def _reports() -> bool:
    return settings.HOCBA_NODE == Node.DEPARTMENT and bool(settings.HOCBA_MINISTRY_URL)
