"""What goes wrong, at random moments that a seed decides."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread

from faults.installation import JUNE, Installation, Service

_BLOCK = 1024 * 1024


class Chaos:
    """Kills, fills the disk, and starts again what died, until it is told to stop.

    What is started again wakes up with another clock, up to four days ahead of the first one
    and so perhaps days behind the last: all within the window, so that no answer may change.
    """

    def __init__(
        self,
        installation: Installation,
        services: Sequence[Service],
        random: Random,
        *,
        pause: float,
        small_disk: bool,
    ) -> None:
        self._installation, self._services = installation, services
        self._random, self._pause = random, pause
        self.done: Counter[str] = Counter()
        self._acts: list[Callable[[], None]] = [
            self._kill_a_worker,
            self._kill_a_worker,
            self._kill_the_web,
            self._kill_the_database,
        ]
        if small_disk:
            self._acts.append(self._fill_the_disk)
        self._over = Event()
        self._thread = Thread(target=self._go_on, name="chaos")

    def __enter__(self) -> Chaos:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _go_on(self) -> None:
        while not self._over.wait(self._random.expovariate(1 / self._pause)):
            self._random.choice(self._acts)()
            self.start_what_is_dead()

    def start_what_is_dead(self) -> None:
        for service in self._services:
            if service.is_dead:
                service.start(self._some_clock())

    def _some_clock(self) -> str:
        jump = timedelta(minutes=self._random.randrange(4 * 24 * 60))
        return (datetime.fromisoformat(JUNE) + jump).isoformat()

    def _kill_a_worker(self) -> None:
        workers = [service for service in self._services if service.name != "web"]
        self._random.choice(workers).kill()
        self.done["worker"] += 1

    def _kill_the_web(self) -> None:
        next(service for service in self._services if service.name == "web").kill()
        self.done["web"] += 1

    def _kill_the_database(self) -> None:
        pid = self._installation.postmaster()
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            self.done["database"] += 1

    def _fill_the_disk(self) -> None:
        ballast = self._installation.home / "ballast"
        _fill(ballast)
        time.sleep(self._random.uniform(0.5, 2))
        ballast.unlink()
        self.done["disk full"] += 1


def _fill(ballast: Path) -> None:
    """Write until there is no room for one byte more."""
    size = _BLOCK
    with ballast.open("wb", buffering=0) as file:
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2
