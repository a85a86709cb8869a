"""``hocba print``: a class into one file, by processes of its own."""

from __future__ import annotations

from zipfile import ZipFile

import pytest

from hocba.adapters.pades import Seal
from hocba.project.cli import run
from hocba.project.commands import print as command
from hocba.public.copies.models import IssuedCopy
from tests.adapters.pades.examples import office
from tests.core.signature import pki
from tests.public.printing.paper import pages_of
from tests.public.transcripts import lock_page
from tests.registry.school import KIM_DONG, NOW, TRUST, YEAR, open_schools, page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hocba(monkeypatch, tmp_path):
    open_schools()
    monkeypatch.setattr(command, "trusted", lambda: TRUST)
    monkeypatch.setattr(command, "registry_seal", lambda: Seal(pki.signer(office())))
    monkeypatch.setattr(command.clock, "now", lambda: NOW)
    lock_page(page(1))

    def hocba(name, *options, year=YEAR):
        to = ["--school", KIM_DONG.school_code, "--year", year]
        return run(["print", str(tmp_path / name), *to, *options])

    return hocba


def test_a_class_becomes_a_zip_or_a_pdf_and_nothing_is_left_behind(hocba, tmp_path, capsys):
    assert hocba("lop.zip", "--class", "4A1") == 0
    assert hocba("lop.pdf") == 0
    assert "Đã in 1 học bạ vào" in capsys.readouterr().out
    assert sorted(file.name for file in tmp_path.iterdir()) == ["lop.pdf", "lop.zip"]
    with ZipFile(tmp_path / "lop.zip") as archive:
        (name,) = archive.namelist()
        assert len(pages_of(archive.read(name))) == 4
    assert len(pages_of((tmp_path / "lop.pdf").read_bytes())) == 4
    assert IssuedCopy.objects.count() == 2


def test_nobody_to_print_ends_with_one_and_leaves_no_file(hocba, tmp_path, capsys):
    assert hocba("lop.zip", year="2022-2023") == 1
    assert "Không có học bạ nào đã chốt" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_another_kind_of_file_is_refused(hocba, capsys):
    assert hocba("lop.docx") == 2
    assert ".zip hoặc .pdf" in capsys.readouterr().err
