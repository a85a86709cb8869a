"""A stretch of bad road between two nodes: it cuts, loses, delays and doubles what passes."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread

ADDRESS = "127.0.0.1"
_CHUNK = 64 * 1024
_PATIENCE = 60


@dataclass
class Road:
    """How the next connections fare; all of it may be changed while they pass.

    ``cut_request`` and ``cut_answer`` are after how many bytes the connection breaks;
    ``copies`` is how often a request arrives; ``closed`` lets nobody on.
    """

    closed: bool = False
    cut_request: int | None = None
    cut_answer: int | None = None
    copies: int = 1
    pause: float = 0
    passed: list[bytes] = field(default_factory=list)


@contextmanager
def bad_road(to_port: int) -> Iterator[tuple[int, Road]]:
    """The port at which the road begins, and the road; it leads to ``to_port``."""
    road = Road()
    with socket.create_server((ADDRESS, 0)) as server:
        Thread(target=_let_pass, args=(server, to_port, road), daemon=True).start()
        yield server.getsockname()[1], road


def _let_pass(server: socket.socket, to_port: int, road: Road) -> None:
    with suppress(OSError):
        while True:
            traveller, _ = server.accept()
            Thread(target=_carry, args=(traveller, to_port, road), daemon=True).start()


def _carry(traveller: socket.socket, to_port: int, road: Road) -> None:
    with traveller, suppress(OSError):
        traveller.settimeout(_PATIENCE)
        if road.closed:
            return
        request = _request(traveller)
        time.sleep(road.pause)
        if road.cut_request is not None:
            _send(request[: road.cut_request], to_port, wait=False)
            return
        answers = _together(request, to_port, road.copies)
        road.passed.append(request)
        traveller.sendall(answers[0][: road.cut_answer])


def _request(traveller: socket.socket) -> bytes:
    """The whole request, by its Content-Length."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += traveller.recv(_CHUNK)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    length = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < length:
        body += traveller.recv(_CHUNK)
    return head + b"\r\n\r\n" + body


def _together(request: bytes, to_port: int, copies: int) -> list[bytes]:
    answers: list[bytes] = []
    threads = [
        Thread(target=lambda: answers.append(_send(request, to_port))) for _ in range(copies)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_PATIENCE)
    return answers


def _send(request: bytes, to_port: int, *, wait: bool = True) -> bytes:
    with socket.create_connection((ADDRESS, to_port), timeout=_PATIENCE) as there:
        there.sendall(request)
        answer = b""
        while wait and (part := there.recv(_CHUNK)):
            answer += part
        return answer
