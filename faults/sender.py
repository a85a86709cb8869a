"""A vendor's software in June: sends, asks, and never gives up; every call carries its GUID."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from uuid import UUID

_RETRIES_AFTER = 0.3  # seconds
_ASKS_EVERY = 0.5
_AT_ONCE = 4
_LONGEST = 1_800


class GaveUp(Exception):
    """The register gave an answer that honest software must never get, or none at all."""


class Sender:
    """Calls one register with one token."""

    def __init__(self, port: int, secret: str) -> None:
        self._port, self._secret = port, secret
        self._end = time.monotonic() + _LONGEST

    def send_all(self, packets: Mapping[UUID, Path]) -> dict[UUID, bytes]:
        """Hand every packet in and wait for its signed receipt."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            receipts = pool.map(self._send, packets.keys(), packets.values())
            return dict(zip(packets, receipts, strict=True))

    def _send(self, guid: UUID, path: Path) -> bytes:
        self._insist("POST", "/api/v1/packets", path.read_bytes(), {202}, str(guid))
        while True:
            state = json.loads(self._insist("GET", f"/api/v1/packets/{guid}", None, {200}))
            if state["standing"] != "waiting":
                break
            time.sleep(_ASKS_EVERY)
        if state["standing"] != "answered":
            raise GaveUp(f"{path}: {state['standing']} {state['code']} {state['message']}")
        return self._insist("GET", f"/api/v1/packets/{guid}/receipt", None, {200})

    def _insist(
        self, method: str, address: str, body: bytes | None, good: set[int], guid: str = ""
    ) -> bytes:
        """Repeat a call until it is answered well; 4xx other than «too many» is a fault of ours."""
        while time.monotonic() < self._end:
            try:
                status, answer = self._call(method, address, body, guid)
            except (OSError, HTTPException):
                status, answer = 0, b""
            if status in good:
                return answer
            if 400 <= status < 500 and status != 429:
                raise GaveUp(f"{method} {address}: {status} {answer[:500]!r}")
            time.sleep(_RETRIES_AFTER)
        raise GaveUp(f"{method} {address}: no answer within {_LONGEST} s")

    def _call(self, method: str, address: str, body: bytes | None, guid: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            headers = {"Authorization": f"Bearer {self._secret}", "Content-Type": "application/xml"}
            connection.request(
                method, address, body, headers | ({"Idempotency-Key": guid} if guid else {})
            )
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()
