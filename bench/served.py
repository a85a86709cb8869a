"""A server in processes of its own, on a port that is free."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

GRANIAN = Path(sys.executable).with_name("granian")
START_SECONDS = 20
STOP_SECONDS = 3


@contextmanager
def served(application: str, environment: Mapping[str, str], *how: str) -> Iterator[int]:
    """The port at which granian serves ``application``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [GRANIAN, "--port", str(port), "--log-level", "error", *how, application]
    top = Path(__file__).parents[1]
    server = subprocess.Popen(command, env=dict(environment), cwd=top, start_new_session=True)
    try:
        _wait_for(port)
        yield port
    finally:
        _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """With its workers: one that waits for its connections would wait for ever."""
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server does not start")


def load(port: int, *streams: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Put load on it, from another process; see ``bench.load``."""
    asked = json.dumps({"port": port, "streams": streams})
    ran = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=asked,
        capture_output=True,
        check=True,
        text=True,
    )
    told: dict[str, dict[str, Any]] = json.loads(ran.stdout)
    return told
