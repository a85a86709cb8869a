"""``hocba submit``: over HTTP to the register's API, through its queue, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from hocba.adapters import clock
from hocba.adapters.trust import load_trust
from hocba.core.lifecycle import State
from hocba.parties.access.models import Scope
from hocba.project.cli import run
from hocba.project.commands import submit
from hocba.project.demonstration.desks import REGISTRY
from hocba.registry.intake.examining import Conditions
from hocba.registry.queue.models import Submission
from hocba.registry.queue.taking_up import Office, process
from hocba.school.pages.models import SentPacket
from hocba.school.pages.packing import pack_class
from tests.parties.access.examples import issued, new_secret
from tests.school.pages.conftest import NOW, SmallClass, _home, small_class

__all__ = ["_home", "small_class"]

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def reported(small_class: SmallClass, settings) -> Iterator[SmallClass]:
    settings.HOCBA_TRUST = small_class.keys.trust
    clock.start_at(NOW)
    small_class.draft()
    small_class.sign(small_class.signers)
    seal = small_class.desk.seal(small_class.keys)
    pack_class(small_class.class_year, seal, packet_id=UUID(int=7, version=4), at=NOW)
    yield small_class
    clock.start_at(None)


@pytest.fixture
def words(reported: SmallClass, live_server, tmp_path: Path) -> list[str]:
    school, secret, file = reported.class_year.school_code, new_secret(), tmp_path / "token"
    issued(secret, scopes=(Scope.REPORT,), units=(school,))
    file.write_text(secret, encoding="utf-8")
    return ["submit", "--school", school, "--url", live_server.url, "--token-file", str(file)]


@pytest.fixture
def worker(reported: SmallClass, monkeypatch) -> None:
    """While the school waits between two questions, the register's worker does its work."""
    office = Office(Conditions(load_trust(reported.keys.trust)), reported.keys.key(REGISTRY))
    monkeypatch.setattr(submit.time, "sleep", lambda _seconds: process(_waiting(), office))


def _waiting() -> int:
    return Submission.objects.get().pk


def test_a_packet_goes_to_the_register_and_its_receipt_comes_back(reported, words, worker, capsys):
    assert run(words) == 0
    assert "Sở tiếp nhận 6 học bạ, trả lại 0." in capsys.readouterr().out
    assert len(reported.pages(state=State.ACCEPTED)) == 6
    assert run(words) == 0
    assert "Không có gói tin nào chờ biên nhận." in capsys.readouterr().out


def test_broken_off_it_goes_on_with_the_same_call(reported, words, worker, capsys):
    assert run([*words, "--wait", "0"]) == 2
    assert "chưa trả lời; hãy chạy lại" in capsys.readouterr().out
    assert len(reported.pages(state=State.REPORTED)) == 6
    assert run(words) == 0
    assert Submission.objects.get().guid == SentPacket.objects.get().packet_id
    assert len(reported.pages(state=State.ACCEPTED)) == 6


def test_attack_a_receipt_that_the_department_did_not_sign(reported, words, monkeypatch, capsys):
    """Whoever answers in the register's place has no key of the Department's."""
    thief = reported.desk.seal(reported.keys)
    office = Office(Conditions(load_trust(reported.keys.trust)), thief)
    monkeypatch.setattr(submit.time, "sleep", lambda _seconds: process(_waiting(), office))
    assert run(words) == 2
    assert "không do Sở GDĐT của nhà trường ký" in capsys.readouterr().err
    assert len(reported.pages(state=State.REPORTED)) == 6


def test_a_token_that_the_register_does_not_know_is_told(reported, words, tmp_path, capsys):
    (tmp_path / "token").write_text(new_secret(), encoding="utf-8")
    assert run(words) == 2
    assert "Sở không nhận (401)" in capsys.readouterr().err
    assert not Submission.objects.exists()


def test_a_register_that_is_away_is_told_and_nothing_is_lost(reported, words, capsys):
    away = ["--url", "http://127.0.0.1:9"]
    assert run([*words, *away]) == 2
    assert "không trả lời" in capsys.readouterr().err
    assert len(reported.pages(state=State.REPORTED)) == 6
