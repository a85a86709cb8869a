"""A vendor's packet over real HTTP, through web process, queue and worker, to its receipt."""

from __future__ import annotations

import gzip
import json
import os
import socket
import time
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

import pytest

from hocba.core.signature import POLICY, verify_receipt
from hocba.core.verdict import Status
from hocba.project.processes import running
from hocba.project.serving import ADDRESS, web
from hocba.project.working import Pace, worker
from tests.parties.access.examples import issued, new_secret
from tests.project.installation import settings
from tests.registry.school import KIM_DONG, NOW, TRUST, code, open_schools, packet, page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]

PATIENCE = 60  # seconds
PACKETS = "/api/v1/packets"


class Vendor:
    def __init__(self, port: int, secret: str) -> None:
        self._port = port
        self._token = {"Authorization": f"Bearer {secret}"}

    def call(
        self, method: str, address: str, body: bytes = b"", **headers: str
    ) -> tuple[int, bytes]:
        there = HTTPConnection(ADDRESS, self._port, timeout=PATIENCE)
        try:
            there.request(method, address, body, self._token | headers)
            answer = there.getresponse()
            return answer.status, answer.read()
        finally:
            there.close()

    def hand_in(self, data: bytes, guid: str) -> int:
        kind = {"Content-Type": "application/gzip", "Idempotency-Key": guid}
        return self.call("POST", PACKETS, gzip.compress(data), **kind)[0]

    def state(self, guid: str) -> dict:
        return json.loads(self.call("GET", f"{PACKETS}/{guid}")[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection((ADDRESS, port)).close()
        except ConnectionRefusedError:
            assert time.monotonic() < ends, "the web process does not listen"
            time.sleep(0.1)


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    ours = {**settings(tmp_path), "PYTHONPATH": os.pathsep.join(("src", "."))}
    for name, value in {**ours, "HOCBA_CLOCK": NOW.isoformat()}.items():
        monkeypatch.setenv(name, value)
    open_schools()
    made = new_secret()
    issued(made, units=[KIM_DONG.school_code], at=NOW)
    return made


def test_a_packet_goes_in_over_http_and_its_receipt_comes_out(secret: str) -> None:
    port, guid = free_port(), str(uuid4())
    with running([web(port), worker(Pace(60, 5))]):
        wait_for(port)
        vendor = Vendor(port, secret)
        assert vendor.hand_in(packet(page(1), page(2)), guid) == 202
        ends = time.monotonic() + PATIENCE
        while (state := vendor.state(guid))["standing"] == "waiting":
            assert time.monotonic() < ends, "the packet is not taken in"
            time.sleep(0.1)
        status, receipt = vendor.call("GET", f"{PACKETS}/{guid}/receipt")
        stranger, _ = Vendor(port, new_secret()).call("GET", f"{PACKETS}/{guid}")
    assert [(each["lookup_code"], each["accepted"]) for each in state["pages"]] == [
        (code(1), True),
        (code(2), True),
    ]
    assert status == 200
    report = verify_receipt(receipt, trust=TRUST, policy=POLICY, at=NOW + timedelta(minutes=1))
    assert report.status is Status.PASSED, report.signature and report.signature.verdict
    assert stranger == 401
