"""One round: a register is set up, a city reports to it, and meanwhile things break."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from random import Random
from shutil import rmtree
from uuid import UUID

from faults.chaos import Chaos
from faults.installation import Installation, free_port
from faults.reckoning import complaints
from faults.sender import GaveUp, Sender

WORKERS = 2


def came_out_whole(home: Path, seed: int, pages: int, pause: float, *, small_disk: bool) -> bool:
    random = Random(seed)
    installation = Installation(home, free_port())
    city = home.parent / f"city-{seed}"
    secret = installation.begin(city, pages)
    packets = {
        UUID(int=random.getrandbits(128), version=4): path
        for path in sorted(city.glob("*/*.xml"), key=lambda _: random.random())
    }
    services = [installation.web(), *(installation.worker(n) for n in range(WORKERS))]
    begun = time.monotonic()
    with ExitStack() as stack:
        stack.callback(rmtree, city)
        stack.callback(installation.stop_database)
        for service in services:
            stack.callback(service.end)
            service.start()
        try:
            with Chaos(installation, services, random, pause=pause, small_disk=small_disk) as chaos:
                receipts = Sender(installation.port, secret).send_all(packets)
        except GaveUp as error:
            found = [str(error)]
        else:
            found = list(complaints(packets, receipts, pages, home))
    seconds = time.monotonic() - begun
    told = ", ".join(f"{count} × {what}" for what, count in sorted(chaos.done.items()))
    print(f"round {seed}: {pages} pages in {len(packets)} packets, {seconds:.0f} s; {told}")
    for complaint in found[:20]:
        print(f"  {complaint}")
    return not found
