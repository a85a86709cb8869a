"""``hocba calendar fetch``: a school asks the register, and is warned where it works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from hocba.adapters import clock
from hocba.project.cli import run
from hocba.school.windows.models import KnownWindows
from tests.project.commands.test_pack import file, issued, words
from tests.project.commands.test_sign import by_file
from tests.registry.school import NOW, YEAR
from tests.school.pages.conftest import _home, small_class

__all__ = ["_home", "file", "issued", "small_class"]

pytestmark = pytest.mark.django_db
SECRET = "hocba_secret"  # noqa: S105 - of no register
TOLD = {"completed_until": "2024-07-05", "reassessed_until": "2024-08-20"}


@contextmanager
def register(status: int, body: bytes) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """A register's door that answers so; gives its address and what it was asked."""
    asked: list[tuple[str, str]] = []

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers.get("Authorization", "")))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


@pytest.fixture
def token_file(tmp_path):
    path = tmp_path / "token"
    path.write_text(f"{SECRET}\n")
    return str(path)


@pytest.fixture(autouse=True)
def _june():
    clock.start_at(NOW)
    yield
    clock.start_at(None)


def fetch(address, token_file):
    return run(["calendar", "fetch", YEAR, "--url", address, "--token-file", token_file])


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_the_registers_word_replaces_the_plan(token_file, capsys):
    assert KnownWindows.objects.get(pk=YEAR).completed_until == date(2024, 6, 30)
    with register(200, json.dumps(TOLD).encode()) as (address, asked):
        assert fetch(address, token_file) in (0, None)
    assert asked == [(f"/api/v1/calendar?school_year={YEAR}", f"Bearer {SECRET}")]
    assert "Còn 11 ngày để nộp" in capsys.readouterr().out
    known = KnownWindows.objects.get(pk=YEAR)
    assert (known.completed_until, known.reassessed_until) == (date(2024, 7, 5), date(2024, 8, 20))


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b"{}"),
        (401, b"{}"),
        (200, b"<html>"),
        (200, b'{"completed_until": "mai"}'),
        (503, b""),
    ],
)
def test_an_answer_that_is_none_changes_nothing(token_file, capsys, status, body):
    with register(status, body) as (address, _):
        assert fetch(address, token_file) == 2
    assert KnownWindows.objects.get(pk=YEAR).told_at is None
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert SECRET not in said


def test_a_token_that_cannot_be_read_is_told(tmp_path):
    assert fetch("http://127.0.0.1:1", str(tmp_path / "không-có")) == 2


def test_setting_the_calendar_on_one_machine_tells_both_sides(capsys):
    days = ["--completed", "2024-07-03", "--ministry-first", "2024-07-10"]
    later = ["--reassessed", "2024-08-17", "--ministry-second", "2024-08-25"]
    assert run(["calendar", "set", YEAR, *days, *later]) in (0, None)
    assert KnownWindows.objects.get(pk=YEAR).completed_until == date(2024, 7, 3)


def test_packing_warns_of_the_windows(issued, file, capsys):
    assert run(words(issued, file, *by_file(issued, issued.desk.seal_holder))) == 0
    assert "học bạ của học sinh hoàn thành lớp học (" in capsys.readouterr().out
