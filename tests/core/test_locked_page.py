"""A page in hand and its proof: that it was locked, that it was not, that nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from hocba.core import merkle
from hocba.core.checkpoint import sign_checkpoint
from hocba.core.ledger_entry import LedgerEntry
from hocba.core.locked_page import judge_locked
from hocba.core.signature import POLICY, PageReport, TrustStore, embed, verify_page
from hocba.core.signature.evidence import Evidence
from hocba.core.tlog_proof import TlogProof
from hocba.core.verdict import Status
from tests.core.signature import pki, signing
from tests.core.test_checkpoint import SIGNER, STRANGER
from tests.core.test_cosignature import WITNESS
from tests.core.test_ledger_entry import ENTRY
from tests.registry.school import NOW

TRUST = TrustStore.of([pki.root().certificate])


def verified(data: bytes) -> PageReport:
    return verify_page(data, trust=TRUST, policy=POLICY, at=NOW)


@pytest.fixture(scope="module")
def report() -> PageReport:
    return verified(signing.primary_page())


def entry_of(report: PageReport) -> LedgerEntry:
    page = report.page
    assert page is not None
    return LedgerEntry.of(
        page.lookup_code,
        page.class_year.school_year,
        page.version,
        sha256(report.covered).digest(),
        NOW,
    )


def proof_of(entry: LedgerEntry, signer=SIGNER) -> TlogProof:
    root = merkle.leaf_hash(entry.leaf)
    return TlogProof(0, (), sign_checkpoint(1, root, signer), entry.leaf)


def judged(report: PageReport, proof: TlogProof) -> tuple[Status, str]:
    verdict = judge_locked(report, proof.data, SIGNER.verifier)
    return verdict.status, verdict.code


def test_a_locked_page_is_told_with_its_time_and_place(report) -> None:
    verdict = judge_locked(report, proof_of(entry_of(report)).data, SIGNER.verifier)
    assert (verdict.status, verdict.code) == (Status.PASSED, "DA_CHOT")
    assert "08:00:00 24/06/2024" in verdict.message
    assert "mục 1 trong 1 mục của sổ cái hocba.example/so-cai" in verdict.message


def test_the_witnesses_that_the_reader_knows_are_counted(report) -> None:
    proof = proof_of(entry_of(report))
    cosigned = proof.checkpoint + WITNESS.cosign(proof.checkpoint, NOW).encode()
    data = replace(proof, checkpoint=cosigned).data
    known = judge_locked(report, data, SIGNER.verifier, WITNESS.verifier)
    assert "có 1 nhân chứng cùng ký" in known.message
    assert "nhân chứng" not in judge_locked(report, data, SIGNER.verifier).message


def test_evidence_embedded_after_the_locking_changes_nothing(report) -> None:
    evidence = Evidence(certificates=(b"0\x03\x02\x01\x01",))
    exported = embed(signing.primary_page(), evidence)
    assert exported != signing.primary_page()
    assert judged(verified(exported), proof_of(entry_of(report)))[0] is Status.PASSED


def test_other_bytes_than_those_locked_fail(report) -> None:
    entry = replace(entry_of(report), page_sha256=bytes(32))
    assert judged(report, proof_of(entry)) == (Status.FAILED, "KHAC_BAN_DA_CHOT")


@pytest.mark.parametrize(
    "other", [{"code_sha256": ENTRY.code_sha256}, {"school_year": "2022-2023"}, {"version": 7}]
)
def test_the_proof_of_another_page_year_or_version_fails(report, other) -> None:
    entry = replace(entry_of(report), **other)
    assert judged(report, proof_of(entry)) == (Status.FAILED, "CHUNG_MINH_TRANG_KHAC")


def test_a_made_up_leaf_fails(report) -> None:
    proof = proof_of(replace(entry_of(report), effective_date=NOW.replace(year=2023)))
    assert judged(report, replace(proof, extra=entry_of(report).leaf)) == (
        Status.FAILED,
        "KHONG_CO_TRONG_SO_CAI",
    )


def test_a_forged_head_fails(report) -> None:
    proof = proof_of(entry_of(report))
    forged = proof.checkpoint.replace(b"\n1\n", b"\n3\n")
    assert judged(report, replace(proof, checkpoint=forged)) == (
        Status.FAILED,
        "CHU_KY_GHI_CHU_SAI",
    )


def test_a_head_by_an_unknown_key_shows_nothing(report) -> None:
    proof = proof_of(entry_of(report), STRANGER)
    assert judged(report, proof) == (Status.UNDETERMINED, "KHOA_GHI_CHU_LA")


@pytest.mark.parametrize("extra", [b"", b"hocba-page/v2\n", ENTRY.leaf + b"\n"])
def test_a_proof_without_a_leaf_shows_nothing(report, extra) -> None:
    proof = replace(proof_of(entry_of(report)), extra=extra)
    assert judged(report, proof) == (Status.UNDETERMINED, "MUC_SO_CAI_HONG")


def test_a_damaged_proof_shows_nothing(report) -> None:
    verdict = judge_locked(report, b"c2sp.org/tlog-proof@v1\n", SIGNER.verifier)
    assert (verdict.status, verdict.code) == (Status.UNDETERMINED, "TEP_CHUNG_MINH_HONG")


def test_a_page_that_did_not_pass_is_held_against_nothing(report) -> None:
    altered = signing.primary_page().replace("Hồ Minh Khoa".encode(), "Hồ Minh Khôi".encode())
    found = judged(verified(altered), proof_of(entry_of(report)))
    assert found == (Status.UNDETERMINED, "TRANG_CHUA_HOP_LE")
