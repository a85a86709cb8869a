"""``hocba token``: the secret is shown once, and what it opens is what was asked for."""

from __future__ import annotations

import pytest

from hocba.adapters import clock
from hocba.parties.access.models import Scope, Token
from hocba.parties.access.queries import bearer_of
from hocba.parties.actions import load_units
from hocba.project import cli

pytestmark = pytest.mark.django_db

ISSUE = ["token", "issue", "--sender", "Hãng Mẫu", "--scope", "report", "--unit", "01C055"]


@pytest.fixture(autouse=True)
def _units() -> None:
    load_units()


def test_the_secret_stands_alone_on_standard_output_and_opens_what_was_asked(capsys) -> None:
    assert cli.run([*ISSUE, "--scope", "lock"]) == 0
    said = capsys.readouterr()
    bearer = bearer_of(said.out.strip(), at=clock.now())
    assert bearer is not None
    assert (bearer.scopes, bearer.units) == ({Scope.REPORT, Scope.LOCK}, {"01C055"})
    assert "không hiện lại" in said.err
    assert said.out.strip() not in said.err


def test_the_list_shows_every_token_and_no_secret(capsys) -> None:
    cli.run(ISSUE)
    secret = capsys.readouterr().out.strip()
    number = str(Token.objects.get().pk)
    cli.run(["token", "revoke", number, "--reason", "lộ mã"])
    cli.run(ISSUE)
    capsys.readouterr()
    assert cli.run(["token", "list"]) == 0
    newest, oldest = capsys.readouterr().out.splitlines()
    assert "dùng đến" in newest
    assert "đã thu hồi" in oldest
    assert secret not in newest + oldest


def test_a_rotation_shows_a_new_secret_and_the_old_one_works_on(capsys) -> None:
    cli.run(ISSUE)
    old = capsys.readouterr().out.strip()
    assert cli.run(["token", "rotate", str(Token.objects.get().pk)]) == 0
    new = capsys.readouterr().out.strip()
    assert new != old
    assert all(bearer_of(secret, at=clock.now()) for secret in (old, new))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([*ISSUE, "--unit", "KHONG-CO"], "không có trong danh mục"),
        ([*ISSUE, "--days", "400"], "giá trị của days"),
        (["token", "rotate", "999999"], "còn hiệu lực"),
        (["token", "revoke", "999999", "--reason", "x"], "Không có mã truy cập"),
        (["token", "xoá"], "không có lệnh «xoá»"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(capsys, words, sentence: str) -> None:
    assert cli.run(words) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""


@pytest.mark.parametrize("words", [["token", "--help"], ["token", "issue", "--help"]])
def test_help_is_vietnamese_under_a_group_too(capsys, words) -> None:
    assert cli.run(words) == 0
    said = capsys.readouterr().out
    assert said.startswith("Cách dùng: hocba token")
    assert not any(word in said for word in ("Usage", "Options", "Commands", "exit."))
