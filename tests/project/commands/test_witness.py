"""A witness in a process of its own follows the register over real HTTP, and is heard there."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from hocba.core.cosignature import cosignatures
from hocba.core.signed_note import NoteVerifier
from hocba.project.cli import run
from hocba.project.commands import tiles
from hocba.registry.ledger import queries, views
from hocba.registry.ledger.actions import append
from tests.adapters.test_witness import publish
from tests.registry.audit import LEDGER_KEY
from tests.registry.school import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.allow_hosts(["127.0.0.1"])]

KEY = str(LEDGER_KEY.verifier)
NAME = "nhan-chung.example/1"


def witness(place: str, state, *more: str) -> subprocess.CompletedProcess[str]:
    words = ["witness", place, "--ledger-key", KEY, "--name", NAME, "--state", str(state), *more]
    return subprocess.run(
        [sys.executable, "-m", "hocba.project.cli", *words],
        env={"PATH": os.environ["PATH"], "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )


def its_key(done: subprocess.CompletedProcess[str]) -> str:
    return re.search(r"nhân chứng: (\S+)", done.stdout)[1]


def test_a_witness_follows_over_http_and_its_word_is_kept(live_server, monkeypatch, settings,
                                                          tmp_path):  # fmt: skip
    monkeypatch.setattr(views, "ledger_signer", lambda: LEDGER_KEY)
    append([b"a\n", b"b\n"], at=NOW, signer=LEDGER_KEY)
    place = f"{live_server.url}/so-cai"
    first = witness(place, tmp_path, "--no-send")
    assert first.returncode == 0, first.stderr
    settings.HOCBA_WITNESSES = [its_key(first)]
    append([b"%d\n" % number for number in range(300)], at=NOW, signer=LEDGER_KEY)
    second = witness(place, tmp_path)
    assert second.returncode == 0, second.stderr
    assert its_key(second) == its_key(first)
    head = queries.head()
    (heard,) = cosignatures(queries.cosigned(head), NoteVerifier.parse(its_key(first)))
    assert heard.name == NAME


def test_a_witness_whom_the_register_does_not_know_is_told_so(live_server, monkeypatch, tmp_path):
    monkeypatch.setattr(views, "ledger_signer", lambda: LEDGER_KEY)
    append([b"a\n"], at=NOW, signer=LEDGER_KEY)
    done = witness(f"{live_server.url}/so-cai", tmp_path)
    assert done.returncode == 2
    assert "HOCBA_WITNESSES" in done.stderr


def test_a_witness_of_a_directory_refuses_a_fork_with_one(monkeypatch, tmp_path):
    monkeypatch.setattr(tiles, "ledger_signer", lambda: LEDGER_KEY)
    append([b"a\n", b"b\n"], at=NOW, signer=LEDGER_KEY)
    assert run(["tiles", str(tmp_path / "log")]) == 0
    assert witness(str(tmp_path / "log"), tmp_path / "state").returncode == 0
    publish(tmp_path / "fork", [b"x\n", b"y\n", b"z\n"], LEDGER_KEY)
    done = witness(str(tmp_path / "fork"), tmp_path / "state")
    assert done.returncode == 1
    assert "rẽ nhánh" in done.stderr


def test_a_log_that_is_away_ends_with_two(tmp_path):
    done = witness(str(tmp_path / "nowhere"), tmp_path / "state")
    assert done.returncode == 2
    assert "Không đọc được" in done.stderr
