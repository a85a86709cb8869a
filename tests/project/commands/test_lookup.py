"""``hocba lookup``: exit codes, words, JSON and the PDF."""

from __future__ import annotations

import json
import re

import pytest
from django.db import OperationalError

from hocba.adapters import clock
from hocba.adapters.pades import Seal
from hocba.adapters.verifying import verify_file
from hocba.core.signature import POLICY, TrustStore
from hocba.core.verdict import Status
from hocba.project.cli import run
from hocba.project.commands import lookup
from hocba.public.lookup.models import Asked, Look
from tests.adapters.pades.examples import office
from tests.core.signature import pki
from tests.public.transcripts import NOBODYS_CODE, accept, lock_page
from tests.registry.school import NOW, TRUST, open_schools, page, secondary_page

PAGE = page(1)


@pytest.fixture(autouse=True)
def register(db, monkeypatch):
    open_schools()
    monkeypatch.setattr(lookup, "trusted", lambda: TRUST)
    monkeypatch.setattr(lookup, "registry_seal", lambda: Seal(pki.signer(office())))
    clock.start_at(NOW)
    yield
    clock.start_at(None)


def test_a_locked_transcript_is_shown(capsys):
    code = lock_page(PAGE)
    assert run(["lookup", code]) == 0
    said = capsys.readouterr().out
    assert f"{code}: đã chốt, đang có hiệu lực" in said
    for fact in (PAGE.pupil.full_name, "12/03/2014", "lớp 4A1", "Hoàn thành xuất sắc"):
        assert fact in said
    assert re.search(r"Tiếng Việt +T +9", said)
    assert "Ký bởi Trần Văn Hùng, 03/06/2024 08:01:00, chứng thư " in said


def test_a_secondary_transcript_is_shown(capsys):
    assert run(["lookup", lock_page(secondary_page(2))]) == 0
    said = capsys.readouterr().out
    assert re.search(r"Toán +8,5 +8,5 +8,5", said)
    assert "Học tập Tốt, rèn luyện Tốt" in said


def test_any_spelling_of_the_code_will_do(capsys):
    code = lock_page(PAGE)
    assert run(["lookup", f"https://hocba.example/tra-cuu/{code.upper()}"]) == 0
    assert PAGE.pupil.full_name in capsys.readouterr().out


def test_an_accepted_page_is_found_but_not_shown(capsys):
    assert run(["lookup", accept(PAGE)]) == 0
    said = capsys.readouterr().out
    assert "chưa chốt nên chưa có hiệu lực" in said
    assert PAGE.pupil.full_name not in said


def test_an_unknown_code_ends_with_one(capsys):
    assert run(["lookup", NOBODYS_CODE]) == 1
    assert "không có học bạ nào" in capsys.readouterr().out


def test_what_is_no_code_ends_with_two(capsys):
    assert run(["lookup", "abc"]) == 2
    assert "Mã tra cứu gồm 32 kí tự" in capsys.readouterr().err


def test_json_has_everything(capsys):
    code = lock_page(PAGE)
    assert run(["lookup", code, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["code"], told["status"], told["level"]) == (code, "locked", "Tiểu học")
    assert told["effective_date"] == "2024-06-24T08:00:00+07:00"
    assert told["transcript"]["pupil"]["full_name"] == PAGE.pupil.full_name


def test_json_of_an_unknown_code_says_so(capsys):
    assert run(["lookup", NOBODYS_CODE, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["status"], told["transcript"]) == ("not_found", None)


def test_the_pdf_is_sealed_and_carries_the_signed_page(tmp_path, capsys):
    path = tmp_path / "hoc-ba.pdf"
    assert run(["lookup", lock_page(PAGE), "--pdf", str(path)]) == 0
    assert f"Bản in PDF: {path}" in capsys.readouterr().out
    report = verify_file(path.read_bytes(), trust=TRUST, policy=POLICY, at=clock.now())
    assert report.status is Status.PASSED
    assert report.pages[0].page == PAGE


def test_a_page_that_is_not_locked_has_no_pdf(tmp_path, capsys):
    path = tmp_path / "hoc-ba.pdf"
    assert run(["lookup", accept(PAGE), "--pdf", str(path)]) == 2
    assert "chưa chốt nên chưa có bản in" in capsys.readouterr().err
    assert not path.exists()


def test_a_pdf_that_cannot_be_written_ends_with_two(tmp_path, capsys):
    assert run(["lookup", lock_page(PAGE), "--pdf", str(tmp_path / "none" / "x.pdf")]) == 2
    assert "Không tìm thấy tệp hoặc thư mục" in capsys.readouterr().err


def test_a_page_that_does_not_verify_is_not_shown(monkeypatch, capsys):
    monkeypatch.setattr(lookup, "trusted", lambda: TrustStore.of([]))
    assert run(["lookup", lock_page(PAGE)]) == 2
    said = capsys.readouterr()
    assert "hiện không kiểm tra được" in said.err
    assert PAGE.pupil.full_name not in said.out


def test_a_database_that_is_away_ends_with_two(monkeypatch, capsys):
    def away(_):
        raise OperationalError("connection refused")

    monkeypatch.setattr(lookup, "standing", away)
    assert run(["lookup", NOBODYS_CODE]) == 2
    assert "Cơ sở dữ liệu không trả lời" in capsys.readouterr().err


def test_the_operators_look_is_logged_with_the_name_of_the_account():
    code = lock_page(PAGE)
    run(["lookup", code])
    look = Look.objects.get()
    assert (look.lookup_code, look.asked, look.shown) == (code, Asked.TRANSCRIPT, True)
    assert look.who.startswith("operator:")
