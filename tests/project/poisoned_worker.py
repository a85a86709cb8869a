"""A worker to whom some packets are poison: ``python -m tests.project.poisoned_worker``.

The rest of it is the worker itself. DEADLY in the bytes ends the process as a crash in C code
would, STICKY hangs it; patience is shorter, to keep the test short.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time

from hocba.project import django_setup, working

DEADLY, STICKY = b"DEADLY", b"STICKY"
FEWER_STARTS = 2


def poison(data: bytes) -> None:
    if DEADLY in data:
        os.kill(os.getpid(), signal.SIGKILL)
    while STICKY in data:
        time.sleep(1)


def main() -> None:
    django_setup.setup()
    taking_up = importlib.import_module("hocba.registry.queue.taking_up")
    healthy = taking_up.receive

    def receive(data: bytes, **more: object) -> bytes:
        poison(data)
        return healthy(data, **more)

    taking_up.receive = receive
    taking_up.MOST_STARTS = FEWER_STARTS
    working.main(sys.argv[1:])


if __name__ == "__main__":
    main()
