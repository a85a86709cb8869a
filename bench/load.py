"""Load on a server of this machine: so many connections for so many seconds, and no more.

Reads what to do as JSON from standard input and writes what came of it to standard output, so
that it runs in a process of its own. Requests are for lookup codes, each from an address of
its own unless all are to come from one network.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import md5
from time import perf_counter
from typing import Any

END_OF_HEAD = b"\r\n\r\n"
_FACT = "ngay_sinh=01/01/1970&so_cuoi=0000"
WRONG_FACT = (
    "Content-Type: application/x-www-form-urlencoded\r\n"
    f"Content-Length: {len(_FACT)}\r\n\r\n{_FACT}"
)


@dataclass
class Stream:
    """Requests of one kind. ``rate``: a second, over all connections; 0: as fast as answered.

    ``tries``: each brings a second fact, which is wrong.
    """

    name: str
    stored: int
    connections: int
    seconds: float
    rate: float = 0.0
    known: bool = True
    one_network: bool = False
    tries: bool = False
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


def code_of(number: int, *, known: bool = True) -> str:
    """The lookup code that the filled register gives this transcript, or one that it has not."""
    digits = md5(f"{'' if known else 'unknown '}{number}".encode()).hexdigest()  # noqa: S324
    return f"{digits[:12]}4{digits[13:16]}8{digits[17:]}"


def requests(stream: Stream, chance: random.Random) -> Iterator[bytes]:
    """Each for a transcript by chance; from an address by chance."""
    while True:
        code = code_of(chance.randrange(1, stream.stored + 1), known=stream.known)
        host = chance.randrange(1, 255)
        network = "198.51.100" if stream.one_network else _network(chance)
        method, rest = ("POST", WRONG_FACT) if stream.tries else ("GET", "\r\n")
        yield (
            f"{method} /tra-cuu/{code} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Accept-Language: vi\r\nX-Forwarded-For: {network}.{host}\r\n{rest}"
        ).encode()


def _network(chance: random.Random) -> str:
    return ".".join(str(chance.randrange(1, 255)) for _ in range(3))


class Client(asyncio.Protocol):
    """One connection: sends, waits for the whole answer, notes how long it took, sends again."""

    def __init__(self, stream: Stream, asked: Iterator[bytes], place: int) -> None:
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._stream = stream
        self._asked = asked
        self._pause = stream.connections / stream.rate if stream.rate else 0.0
        self._due = perf_counter() + self._pause * place / stream.connections
        self._end = perf_counter() + stream.seconds
        self._got = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, ends, body = self._got.partition(END_OF_HEAD)
        if not ends or len(body) < _length(head):
            return
        self._stream.latencies.append(perf_counter() - self._due)
        self._stream.statuses[head[9:12].decode()] += 1
        self._got = b""
        self._next()

    def _next(self) -> None:
        """A request that is late counts from when it was due: a slow server hides nothing."""
        now = perf_counter()
        self._due = self._due + self._pause if self._pause else now
        if max(now, self._due) >= self._end:
            self._transport.close()
            self.ended.set_result(None)
        else:
            asyncio.get_running_loop().call_later(max(0.0, self._due - now), self._send)

    def _send(self) -> None:
        self._transport.write(next(self._asked))


def _length(head: bytes) -> int:
    fields = (line.partition(b":") for line in head.split(b"\r\n"))
    return next(int(value) for name, _, value in fields if name.lower() == b"content-length")


async def put_load(port: int, streams: list[Stream]) -> None:
    """All streams at once."""
    loop, clients = asyncio.get_running_loop(), []
    for stream in streams:
        asked = requests(stream, random.Random(stream.name))  # noqa: S311 - the same each time
        for place in range(stream.connections):
            client = Client(stream, asked, place)
            await loop.create_connection(lambda client=client: client, "127.0.0.1", port)
            clients.append(client)
    await asyncio.gather(*(client.ended for client in clients))


def _told(stream: Stream) -> dict[str, Any]:
    ordered = sorted(stream.latencies)
    return {
        "rate": len(ordered) / stream.seconds,
        "p50": 1000 * ordered[len(ordered) // 2],
        "p99": 1000 * ordered[len(ordered) * 99 // 100],
        "statuses": dict(stream.statuses),
    }


def main() -> None:
    asked = json.load(sys.stdin)
    streams = [Stream(**each) for each in asked["streams"]]
    asyncio.run(put_load(asked["port"], streams))
    json.dump({stream.name: _told(stream) for stream in streams}, sys.stdout)


if __name__ == "__main__":
    main()
