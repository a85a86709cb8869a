"""``hocba proof``, and ``hocba verify --proof`` of what it wrote."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.project.cli import run
from hocba.project.commands import proof as proof_command
from hocba.registry.intake.queries import current_page
from tests.core.signature import pki, signing
from tests.public.transcripts import NOBODYS_CODE, accept, lock_page
from tests.registry.audit import LEDGER_KEY
from tests.registry.school import YEAR, open_schools, page

KEY = str(LEDGER_KEY.verifier)


@pytest.fixture(autouse=True)
def _register(db, monkeypatch):
    open_schools()
    monkeypatch.setattr(proof_command, "ledger_signer", lambda: LEDGER_KEY)


@pytest.fixture
def trust(tmp_path):
    directory = tmp_path / "trust"
    directory.mkdir()
    (directory / "root.pem").write_bytes(pki.root().certificate.public_bytes(Encoding.PEM))
    return directory


@pytest.fixture
def locked(tmp_path):
    """A locked page as its owner has it, and its proof."""
    code = lock_page(page(1))
    file, proof = tmp_path / "trang.xml", tmp_path / "trang.tlog-proof"
    file.write_bytes(bytes(current_page(code, YEAR).content))
    assert run(["proof", code, str(proof), "--year", YEAR]) == 0
    return file, proof


def verified(capsys, file, trust, *options):
    capsys.readouterr()
    code = run(["verify", str(file), "--trust", str(trust), "--json", *map(str, options)])
    return code, json.loads(capsys.readouterr().out)["verdicts"][-1]["code"]


def test_the_public_key_is_told_with_the_proof(capsys, tmp_path):
    code = lock_page(page(3))
    assert run(["proof", code, str(tmp_path / "ba.tlog-proof"), "--year", YEAR]) == 0
    assert KEY in capsys.readouterr().out


def test_a_locked_page_and_its_proof_pass_offline(locked, capsys, trust):
    file, proof = locked
    options = ("--proof", proof, "--ledger-key", KEY)
    assert verified(capsys, file, trust, *options) == (0, "DA_CHOT")
    assert run(["verify", str(file), "--trust", str(trust), *map(str, options)]) == 0
    assert "Đã chốt lúc 08:00:00 24/06/2024" in capsys.readouterr().out


def test_another_page_with_this_proof_fails(locked, capsys, tmp_path, trust):
    other = tmp_path / "khac.xml"
    other.write_bytes(signing.primary_page())
    found = verified(capsys, other, trust, "--proof", locked[1], "--ledger-key", KEY)
    assert found == (1, "CHUNG_MINH_TRANG_KHAC")


def test_a_damaged_proof_leaves_it_open(locked, capsys, trust):
    file, proof = locked
    proof.write_bytes(proof.read_bytes()[10:])
    found = verified(capsys, file, trust, "--proof", proof, "--ledger-key", KEY)
    assert found == (2, "TEP_CHUNG_MINH_HONG")


def test_a_proof_needs_the_ledgers_key(locked, capsys, trust):
    file, proof = locked
    assert run(["verify", str(file), "--trust", str(trust), "--proof", str(proof)]) == 2
    assert "--ledger-key" in capsys.readouterr().err


def test_a_proof_is_of_a_page_and_of_nothing_else(locked, capsys, tmp_path, trust):
    packet = tmp_path / "goi.xml"
    packet.write_bytes(signing.packet())
    options = ["--proof", str(locked[1]), "--ledger-key", KEY]
    assert run(["verify", str(packet), "--trust", str(trust), *options]) == 2
    assert "một trang học bạ" in capsys.readouterr().err


def test_a_page_that_is_not_locked_has_no_proof(capsys, tmp_path):
    code = accept(page(2))
    output = tmp_path / "trang.tlog-proof"
    assert run(["proof", code, str(output), "--year", YEAR]) == 1
    assert run(["proof", NOBODYS_CODE, str(output), "--year", YEAR]) == 1
    assert "đã chốt" in capsys.readouterr().out
    assert not output.exists()


def test_what_is_no_code_is_said(capsys, tmp_path):
    assert run(["proof", "abc", str(tmp_path / "x"), "--year", YEAR]) == 2
    assert "32 kí tự" in capsys.readouterr().err
