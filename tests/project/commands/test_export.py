"""``hocba export``: what goes out proves itself, and every look is written down."""

from __future__ import annotations

import pytest

from hocba.core.signature import POLICY, verify_page
from hocba.core.verdict import Status
from hocba.project.cli import run
from hocba.project.commands import export
from hocba.public.lookup.models import Look
from hocba.registry.intake.queries import current_page
from tests.public.transcripts import NOBODYS_CODE, accept
from tests.registry.school import NOW, TRUST, YEAR, open_schools, page


@pytest.fixture(autouse=True)
def _register(db, monkeypatch):
    open_schools()
    monkeypatch.setattr(export, "trusted", lambda: TRUST)


def test_a_page_goes_out_as_it_was_signed(tmp_path):
    output = tmp_path / "trang.xml"
    code = accept(page(1))
    assert run(["export", code, str(output), "--year", YEAR]) == 0
    report = verify_page(output.read_bytes(), trust=TRUST, policy=POLICY, at=NOW)
    assert report.status is Status.PASSED
    assert report.covered == bytes(current_page(code, YEAR).content)
    assert Look.objects.get().shown


def test_a_page_that_is_not_there_ends_with_one(tmp_path, capsys):
    output = tmp_path / "trang.xml"
    assert run(["export", NOBODYS_CODE, str(output), "--year", YEAR]) == 1
    assert "Không có học bạ nào" in capsys.readouterr().out
    assert not output.exists()
    assert not Look.objects.get().shown


def test_what_is_no_code_is_said(tmp_path, capsys):
    assert run(["export", "abc", str(tmp_path / "trang.xml"), "--year", YEAR]) == 2
    assert "32 kí tự" in capsys.readouterr().err
