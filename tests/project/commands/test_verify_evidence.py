"""``hocba verify`` with ``--online`` and ``--evidence``, against certomancer's authorities."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.project.cli import run
from tests.authorities import REVOKED_LATE
from tests.core.signature.witnessed import CHECKED_AT, STAMPED_AT, gather, page

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def trust(authorities, tmp_path):
    """The root stands among those of the public services."""
    folder = tmp_path / "trust" / "cong-cong"
    folder.mkdir(parents=True)
    pem = authorities.certificate("goc").public_bytes(Encoding.PEM)
    (folder / "goc.pem").write_bytes(pem)
    return str(tmp_path / "trust")


@pytest.fixture
def verify(authorities, capsys, tmp_path, trust):
    def verify(data, *options, at=CHECKED_AT, refusing=()):
        authorities.at(at)
        authorities.refusing.update(refusing)
        file = tmp_path / "trang.xml"
        file.write_bytes(data)
        arguments = ["verify", str(file), "--trust", trust, "--at", at.isoformat(), "--json"]
        code = run([*arguments, *map(str, options)])
        return code, json.loads(capsys.readouterr().out)

    return verify


def standings(document):
    return [each["revocation"] for each in document["signatures"]]


def test_offline_nobody_is_asked(authorities, verify):
    code, document = verify(page(authorities))
    assert (code, standings(document)) == (0, ["not_asked"] * 3)
    assert document["signatures"][0]["trust"] == "public"
    assert not authorities.asked


def test_online_the_issuers_are_asked(authorities, verify):
    code, document = verify(page(authorities), "--online")
    assert (code, standings(document)) == (0, ["good"] * 3)
    assert authorities.asked


def test_online_a_revoked_certificate_fails(authorities, verify):
    code, document = verify(page(authorities, head="thu-hoi-truoc"), "--online")
    assert (code, document["signatures"][1]["code"]) == (1, "CHUNG_THU_BI_THU_HOI")


def test_online_silence_is_undetermined(authorities, verify):
    code, document = verify(page(authorities), "--online", refusing=["/ocsp/", "/crls/"])
    assert (code, document["status"]) == (2, "UNDETERMINED")


def test_what_was_heard_online_is_kept_and_serves_offline(authorities, verify, tmp_path):
    kept, signed = tmp_path / "bang-chung", page(authorities)
    assert verify(signed, "--online", "--evidence", kept)[0] == 0
    assert {path.suffix for path in kept.iterdir()} == {".cer", ".crl", ".ocsp"}
    code, document = verify(signed, "--evidence", kept)
    assert (code, standings(document)) == (0, ["good"] * 3)
    assert not authorities.asked


def test_a_kept_timestamp_saves_a_page_whose_signer_was_revoked_later(
    authorities, verify, tmp_path
):
    kept, signed = tmp_path / "bang-chung", page(authorities, head="thu-hoi-sau")
    kept.mkdir()
    assert verify(signed, "--online", "--evidence", kept)[0] == 2
    (token,) = gather(authorities, signed, at=STAMPED_AT, stamped="dau-thoi-gian").tokens
    (kept / "dau.tst").write_bytes(token)
    code, document = verify(signed, "--online", "--evidence", kept)
    assert (code, standings(document)) == (0, ["good", "revoked_later", "good"])
    assert document["signatures"][1]["proven_at"] == "2024-06-03T09:30:00+07:00"
    assert STAMPED_AT < REVOKED_LATE


def test_evidence_that_is_not_there_is_said(authorities, verify, tmp_path):
    code, document = verify(page(authorities), "--evidence", tmp_path / "khong-co")
    assert code == 2
    assert "bằng chứng" in document["verdicts"][0]["message"]
