"""An installation at work in the home that HOCBA_HOME names: measured from outside, over HTTP.

Writes what was found as JSON to standard output, as its last line. Django must be set up.
"""

from __future__ import annotations

import json
import secrets
import socket
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter, sleep
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command

from bench import intake_raw, intake_stored
from bench.intake_city import YEAR, Packet, packets
from bench.intake_processors import spent
from hocba.adapters import clock
from hocba.parties.access.models import Scope
from hocba.parties.access.tokens import PREFIX, NewToken, issue
from hocba.project.processes import Running, running
from hocba.project.serving import ADDRESS, web
from hocba.project.simulation.registering import register
from hocba.project.working import PACE, worker
from hocba.registry.queue.models import Standing, Submission

CORES, SENDERS = 2, 4


@dataclass(frozen=True)
class Size:
    """Schools and classes of the first measurement; schools, and rows stored, of the others."""

    schools: int
    classes: int
    schools_then: int
    stored: tuple[int, int]


SHORT, WHOLE = Size(4, 4, 4, (1_000, 10_000)), Size(20, 10, 15, (100_000, 2_000_000))


@dataclass(frozen=True)
class Register:
    """The running installation, and the secret that opens its API."""

    port: int
    secret: str
    workers: Sequence[Running]
    web: Running

    def take(self, batch: Sequence[Packet]) -> float:
        """Seconds from the first request until the last packet has its signed receipt."""
        started = perf_counter()
        with ThreadPoolExecutor(SENDERS) as pool:
            list(pool.map(self._send, batch))
        while Submission.objects.filter(standing=Standing.WAITING).exists():
            sleep(0.05)
        if Submission.objects.exclude(standing=Standing.ANSWERED).exists():
            raise RuntimeError("a benchmark's packet was not taken in")
        return perf_counter() - started

    def _send(self, packet: Packet) -> None:
        there = HTTPConnection(ADDRESS, self.port)
        headers = {
            "Authorization": f"Bearer {self.secret}",
            "Content-Type": "application/gzip",
            "Idempotency-Key": str(uuid4()),
        }
        there.request("POST", "/api/v1/packets", packet.path.read_bytes(), headers)
        if there.getresponse().status != HTTPStatus.ACCEPTED:
            raise RuntimeError("a benchmark's packet was not handed in")
        there.close()

    def spent(self) -> dict[str, float]:
        """Seconds of processor time, by program."""
        workers = [each.process.pid for each in self.workers]
        return spent({"workers": workers, "web": [self.web.process.pid]}, _cluster())

    def memory(self) -> float:
        """Megabytes that the largest worker holds."""
        statuses = [
            Path(f"/proc/{each.process.pid}/status").read_text(encoding="ascii")
            for each in self.workers
        ]
        return max(int(text.split("VmRSS:")[1].split()[0]) for text in statuses) / 1024


def main() -> None:
    size = SHORT if "--short" in sys.argv else WHOLE
    call_command("migrate", interactive=False, verbosity=0)
    folder = Path(settings.HOCBA_HOME) / "city"
    first, *then = packets(
        folder,
        settings.HOCBA_HOME / "demonstration",
        schools=(size.schools, size.schools_then, size.schools_then),
        classes=size.classes,
        processes=CORES,
    )
    quarter = len(first) // 4
    warming, measured = first[:quarter], first[quarter:]
    files = [each.path for each in measured]
    limit, least = intake_raw.seconds(files, CORES, _cluster())
    with _at_work(folder) as register_:
        found = {
            **_first(register_, warming, measured),
            **_then(register_, then, size.stored),
        }
    pages = _pages(measured)
    print(json.dumps({**found, "limit": pages / limit, "least": least * 1000 / pages}))


def _cluster() -> Path:
    return Path(settings.HOCBA_HOME) / "database" / "data"


def _first(
    register_: Register, warming: Sequence[Packet], measured: Sequence[Packet]
) -> dict[str, object]:
    register_.take(warming)
    memory = [register_.memory()]
    pages, before = _pages(measured), register_.spent()
    rate = pages / register_.take(measured)
    after = register_.spent()
    memory.append(register_.memory())
    packets_ = len(warming) + len(measured)
    processor = {name: (after[name] - before[name]) * 1000 / pages for name in after}
    return {
        "pages": pages, "packets": packets_, "rate": rate, "memory": memory, "processor": processor,
    }  # fmt: skip


def _then(
    register_: Register, batches: Sequence[Sequence[Packet]], stored: tuple[int, int]
) -> dict[str, object]:
    rates = []
    for batch, there, wanted in zip(batches, (0, stored[0]), stored, strict=True):
        intake_stored.fill(there + 1, wanted, YEAR)
        rates.append(_pages(batch) / register_.take(batch))
    return {"rates": rates, "stored": stored}


def _pages(batch: Sequence[Packet]) -> int:
    return sum(packet.pages for packet in batch)


@contextmanager
def _at_work(folder: Path) -> Iterator[Register]:
    register(folder, YEAR)
    schools = [each.name for each in folder.iterdir()]
    secret, at = PREFIX + secrets.token_urlsafe(32), clock.now()
    token = NewToken("Đo tốc độ", uuid4(), [Scope.REPORT], schools, at + timedelta(days=1))
    issue(token, secret=secret, at=at, actor="bench")
    port = _free_port()
    with running([web(port), *[worker(PACE)] * CORES]) as (serving, *workers):
        _wait_for(port)
        yield Register(port, secret, workers, serving)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    while True:
        try:
            socket.create_connection((ADDRESS, port)).close()
        except ConnectionRefusedError:
            sleep(0.1)
        else:
            sleep(3)  # for the workers, which nobody can ask
            return
