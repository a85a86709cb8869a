"""One worker process: takes queued packets up, one at a time, until it is told to end.

It shows by a heartbeat that it lives. The jobs of a worker whose heart has stopped are given
to the others, whoever of them notices first; a job that is given out twice does nothing twice.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import ConnectorException

from hocba.project import django_setup
from hocba.project.processes import Program, end_with_parent


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds: how long a packet may take, and a heart be silent before it counts as stopped."""

    time_limit: float
    silence: float


_NEW_OBJECTS = 50_000
"""So many more than before are there when garbage is looked for: some packets' worth."""

PACE = Pace(time_limit=300, silence=30)


def worker(pace: Pace) -> Program:
    """The program of this module, for whoever starts it."""
    return Program(__name__, (str(pace.time_limit), str(pace.silence)))


async def _work(own: App, pace: Pace) -> None:
    async with own.open_async():
        rounds = asyncio.create_task(_give_stalled_jobs_out(own, pace))
        try:
            await own.run_worker_async(
                delete_jobs="successful",
                additional_context={"time_limit": pace.time_limit},
                update_heartbeat_interval=pace.silence / 5,
                stalled_worker_timeout=pace.silence,
                fetch_job_polling_interval=min(pace.silence / 5, 5),
            )
        finally:
            rounds.cancel()


async def _give_stalled_jobs_out(own: App, pace: Pace) -> None:
    while True:
        await asyncio.sleep(pace.silence / 3)
        manager = own.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=pace.silence):
            try:
                await manager.retry_job(job)
            except ConnectorException:
                continue  # another worker was first


def _collect_seldom() -> None:
    """A packet's records hold no cycles, and what the program is made of stays for ever: to walk
    through both a hundred times a second, in search of garbage, took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def main(arguments: Sequence[str]) -> None:
    django_setup.setup()
    time_limit, silence = map(float, arguments)
    # An embedded server starts with Django's first connection; the worker's own come after it.
    connection.ensure_connection()
    connection.close()
    end_with_parent()
    _collect_seldom()
    with app.replace_connector(PsycopgConnector(kwargs=connector_params())) as own:
        asyncio.run(_work(own, Pace(time_limit, silence)))


if __name__ == "__main__":
    main(sys.argv[1:])
