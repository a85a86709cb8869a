"""``hocba verify`` of a printed transcript: exit codes and words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.project.cli import run
from tests.adapters.pades.examples import CHECKED_AT, office, printed, sealed
from tests.core.signature import pki, signing
from tests.public.printing.examples import LEDGER_KEY

AT = CHECKED_AT.isoformat()


@pytest.fixture
def verify(tmp_path: Path):
    """Verify the bytes of a PDF as a user would."""
    root = pki.root().certificate.public_bytes(Encoding.PEM)
    (tmp_path / "root.pem").write_bytes(root)
    (tmp_path / "so-cai.vkey").write_text(str(LEDGER_KEY.verifier))

    def verify(data: bytes, *options: str) -> int:
        path = tmp_path / "hoc-ba.pdf"
        path.write_bytes(data)
        return run(["verify", str(path), "--trust", str(tmp_path), "--at", AT, *options])

    return verify


def test_a_good_pdf_ends_with_zero_and_tells_who_sealed_it(verify, capsys):
    assert verify(sealed()) == 0
    said = capsys.readouterr().out
    serial = f"{pki.signer(office()).certificate.serial_number:X}"
    assert "Bản in PDF: HỢP LỆ" in said
    assert "Dấu số bao trùm toàn bộ tệp; không có thay đổi nào sau khi đóng dấu." in said
    assert f"Sở GDĐT Hà Nội, ký lúc 08:30:00 01/07/2024, chứng thư số {serial}" in said
    assert "giáo viên chủ nhiệm, Nguyễn Thị Lan" in said
    assert "Bản in đúng là những gì đã ký" in said
    assert "là mục 1 trong 1 mục của sổ cái hocba.example/so-cai" in said


def test_without_the_ledgers_key_the_proof_could_not_be_checked(verify, tmp_path, capsys):
    (tmp_path / "so-cai.vkey").unlink()
    assert verify(sealed()) == 2
    assert "Không có chữ ký của khoá tin cậy" in capsys.readouterr().out
    assert verify(sealed(), "--ledger-key", str(LEDGER_KEY.verifier)) == 0


def test_a_damaged_key_of_a_ledger_is_named(verify, tmp_path, capsys):
    (tmp_path / "so-cai.vkey").write_text("không phải khoá")
    assert verify(sealed()) == 2
    assert "so-cai.vkey" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (sealed().replace(b"endstream", b"ENDSTREAM", 1), "Nội dung đã bị thay đổi sau khi ký."),
        (sealed() + b"\n", "ghép thêm nội dung sau khi đóng dấu số"),
        (printed(), "Tệp PDF chưa có dấu số"),
        (sealed(signing.SEAL), "Dấu số không phải của Sở GDĐT Hà Nội"),
    ],
    ids=["altered", "appended", "unsealed", "other unit"],
)
def test_a_bad_pdf_ends_with_one_and_a_sentence(data, sentence, verify, capsys):
    assert verify(data) == 1
    said = capsys.readouterr().out
    assert "Bản in PDF: KHÔNG HỢP LỆ" in said
    assert sentence in said


def test_a_broken_pdf_ends_with_two(verify, capsys):
    assert verify(b"%PDF-1.7 broken") == 2
    assert "Không đọc được tệp PDF" in capsys.readouterr().out


def test_another_unit_may_be_asked_for(verify):
    assert verify(sealed(signing.SEAL), "--issuer", signing.SEAL.organization) == 0


def test_json_has_the_seal_and_the_pages(verify, capsys):
    assert verify(sealed(), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["kind"], document["status"]) == ("pdf", "PASSED")
    assert document["signature"]["organization"] == "Sở GDĐT Hà Nội"
    assert [page["status"] for page in document["pages"]] == ["PASSED"]
