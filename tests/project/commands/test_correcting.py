"""A mistake that is found late is corrected as the law allows, by commands alone, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hocba.adapters import clock
from hocba.core.lifecycle import State
from hocba.core.packet import read_page
from hocba.project.cli import run
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.locking.actions import lock
from hocba.school.pages.models import JournalEntry, PageVersion
from tests.project.commands.corrected import YEAR, Correcting
from tests.registry.audit import LEDGER_KEY
from tests.school.pages.conftest import NOW, SmallClass, _home, small_class

__all__ = ["_home", "small_class"]

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def school(
    small_class: SmallClass, tmp_path, live_server, monkeypatch, settings
) -> Iterator[Correcting]:
    settings.HOCBA_TRUST = small_class.keys.trust
    clock.start_at(NOW)
    correcting = Correcting(small_class, tmp_path, live_server.url)
    correcting.serve(monkeypatch)
    yield correcting
    clock.start_at(None)


@pytest.fixture
def accepted(school: Correcting) -> Correcting:
    """The whole class is drafted from its workbook, signed, reported and accepted."""
    school.small_class.draft()
    assert school.report() == 0
    return school


def mark(version: PageVersion) -> int | None:
    subjects = read_page(bytes(version.content)).results.subjects
    return next(each.score for each in subjects if each.subject == "TOAN")


def at_the_register(version: PageVersion) -> list[tuple[int, str]]:
    pages = RegisteredPage.objects.filter(lookup_code=version.transcript_id)
    return list(pages.order_by("version").values_list("version", "state"))


def test_what_is_signed_and_not_reported_is_withdrawn_corrected_and_signed_anew(school, capsys):
    school.small_class.draft()
    school.small_class.sign(school.small_class.signers)
    assert school.draft(8) == 1
    assert "hãy rút chữ ký trước" in capsys.readouterr().err
    assert school.withdraw() == 0
    assert (school.page.state, school.page.signatures) == (State.DRAFT, [])
    school.draft(8)
    assert school.report() == 0
    assert (school.page.version, school.page.state, mark(school.page)) == (1, State.ACCEPTED, 8)
    line = JournalEntry.objects.get(action="withdraw")
    assert (line.actor, line.reason) == (
        school.small_class.desk.posts[0].code,
        "Nhập nhầm điểm Toán",
    )


def test_what_was_accepted_is_replaced_by_a_newer_version(accepted, capsys):
    accepted.draft(8)
    assert "lập bản thay thế, hoặc thu hồi trước" in capsys.readouterr().err
    accepted.draft(8, "--replace", "Nhập nhầm điểm Toán")
    assert (accepted.page.version, accepted.page.state) == (2, State.DRAFT)
    assert at_the_register(accepted.page) == [(1, "accepted")]
    assert accepted.report() == 0
    assert at_the_register(accepted.page) == [(1, "replaced"), (2, "accepted")]
    own = PageVersion.objects.filter(transcript=accepted.page.transcript_id).order_by("version")
    assert [(each.version, each.state) for each in own] == [(1, "replaced"), (2, "accepted")]
    assert mark(accepted.page) == 8


def test_what_was_accepted_is_recalled_by_an_order_and_reported_again(accepted, capsys):
    assert accepted.order("recall") == 0
    assert "Thu hồi học bạ: 1 xong." in capsys.readouterr().out
    assert accepted.page.state == State.RECALLED
    accepted.draft(8)
    assert accepted.report() == 0
    assert at_the_register(accepted.page) == [(1, "recalled"), (2, "accepted")]


def test_an_order_that_is_sent_again_gets_the_answer_that_it_had(accepted, capsys):
    assert accepted.order("lock") == 0
    assert accepted.page.state == State.LOCKED
    file = str(accepted.folder / "lock.xml")
    capsys.readouterr()
    assert run(["order", "send", file, *accepted.door]) == 0
    assert "Chốt sớm học bạ: 1 xong." in capsys.readouterr().out


def test_what_the_register_refuses_of_an_order_is_told_and_nothing_moves(accepted, capsys):
    lock(
        school_year=YEAR,
        at=NOW,
        signer=LEDGER_KEY,
        actor=accepted.school,
        lookup_codes=[accepted.page.transcript_id],
    )
    assert accepted.order("recall") == 1
    assert accepted.page.transcript_id in capsys.readouterr().err
    assert accepted.page.state == State.ACCEPTED


def test_what_is_locked_stays_as_it_is(accepted, capsys):
    codes = list(RegisteredPage.objects.values_list("lookup_code", flat=True))
    lock(school_year=YEAR, at=NOW, signer=LEDGER_KEY, actor=accepted.school, lookup_codes=codes)
    assert accepted.follow() == 0
    assert "6 học bạ đã chốt." in capsys.readouterr().out
    assert accepted.draft(8, "--replace", "Nhập nhầm điểm Toán") == 1
    assert "Học bạ đã chốt, không sửa được nữa." in capsys.readouterr().err
    assert (accepted.page.version, accepted.page.state) == (1, State.LOCKED)
    assert accepted.follow() == 0
    assert "Không có gì thay đổi" in capsys.readouterr().out


def test_what_was_reported_or_accepted_cannot_be_withdrawn(accepted, capsys):
    assert accepted.withdraw() == 2
    assert f"Chưa rút chữ ký nào: {accepted.page.transcript_id}" in capsys.readouterr().err


@pytest.mark.parametrize(
    "more", [["--head", "KHONG-CO"], ["--reason", "  "], ["--school", "01P22T999"]]
)
def test_attack_only_the_schools_head_withdraws_and_says_why(school, more, capsys):
    school.small_class.draft()
    school.small_class.sign(school.small_class.signers)
    assert school.withdraw(*more) == 2
    assert school.page.state == State.ISSUED


def test_withdrawing_is_asked_once_more(school, monkeypatch, capsys):
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _prompt: "n")
    school.small_class.draft()
    school.small_class.sign(school.small_class.signers)
    words = ["--head", school.small_class.desk.posts[0].code, "--reason", "Sai"]
    assert run(["withdraw", school.page.transcript_id, *school.of_year, *words]) != 0
    assert school.page.state == State.ISSUED


@pytest.mark.parametrize("command", ["follow", "order"])
def test_a_token_that_the_register_does_not_know_is_told(accepted, command, capsys):
    (accepted.folder / "token").write_text("hocba_" + "x" * 43)
    assert (accepted.follow() if command == "follow" else accepted.order("recall")) == 2
    assert "Sở không nhận (401)" in capsys.readouterr().err
    assert accepted.page.state == State.ACCEPTED
