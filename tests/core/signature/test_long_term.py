"""Signatures before real evidence: OCSP, CRL and timestamps of a certomancer PKI."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hocba.core.signature import POLICY, POLICY_WITH_ANSWERS, Evidence, embed, verify_page
from hocba.core.signature.reasons import Revocation
from hocba.core.verdict import Status
from tests.authorities import REVOKED_LATE
from tests.core.signature.witnessed import (
    CHECKED_AT,
    SIGNED_AT,
    STAMPED_AT,
    check,
    gather,
    page,
    stamp,
)

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

TEACHER, HEAD, SEAL = 0, 1, 2
EARLIER = SIGNED_AT - timedelta(days=3)


def codes(report):
    return [each.verdict.code for each in report.signatures]


def with_timestamp(authorities, signed, at):
    return embed(signed, Evidence(tokens=(stamp(authorities, signed, at),)))


def test_nobody_was_asked_and_every_verdict_says_so(authorities):
    report = check(authorities, page(authorities))
    assert report.status is Status.PASSED
    assert all("chưa hỏi" in each.verdict.message for each in report.signatures)
    assert {each.revocation for each in report.signatures} == {Revocation.NOT_ASKED}


def test_certificates_in_good_standing_pass(authorities):
    signed = page(authorities)
    report = check(authorities, signed, gather(authorities, signed), policy=POLICY_WITH_ANSWERS)
    assert report.status is Status.PASSED, codes(report)
    assert {each.revocation for each in report.signatures} == {Revocation.GOOD}


def test_a_policy_that_demands_answers_is_undetermined_without_any(authorities):
    report = check(authorities, page(authorities), policy=POLICY_WITH_ANSWERS)
    assert report.status is Status.UNDETERMINED
    assert codes(report) == ["CHUA_RO_THU_HOI"] * 3
    assert report.covered == b""


def test_a_certificate_revoked_before_signing_fails(authorities):
    signed = page(authorities, homeroom_teacher="thu-hoi-truoc")
    report = check(authorities, signed, gather(authorities, signed))
    assert report.status is Status.FAILED
    assert codes(report) == ["CHUNG_THU_BI_THU_HOI", "HOP_LE", "HOP_LE"]


def test_revoked_after_signing_is_undetermined_without_a_timestamp(authorities):
    signed = page(authorities, head="thu-hoi-sau")
    report = check(authorities, signed, gather(authorities, signed))
    assert report.status is Status.UNDETERMINED
    assert codes(report)[HEAD] == "THU_HOI_CHUA_RO_TRUOC_SAU"


def test_revoked_after_signing_passes_with_a_timestamp_from_before(authorities):
    signed = page(authorities, head="thu-hoi-sau")
    token = stamp(authorities, signed, STAMPED_AT)
    evidence = gather(authorities, signed, known=Evidence(tokens=(token,)))
    report = check(authorities, signed, evidence)
    assert report.status is Status.PASSED, codes(report)
    assert report.signatures[HEAD].revocation is Revocation.REVOKED_LATER
    assert {each.proven_at for each in report.signatures} == {STAMPED_AT}


def test_a_timestamp_from_after_the_revocation_proves_nothing(authorities):
    signed = page(authorities, head="thu-hoi-sau")
    token = stamp(authorities, signed, REVOKED_LATE + timedelta(hours=1))
    evidence = gather(authorities, signed, known=Evidence(tokens=(token,)))
    report = check(authorities, signed, evidence)
    assert codes(report)[HEAD] == "THU_HOI_CHUA_RO_TRUOC_SAU"


def test_a_timestamp_on_the_teachers_signature_does_not_speak_for_the_seal(authorities):
    signed = page(authorities, school="con-dau-thu-hoi-sau")
    teachers = check(authorities, signed).signatures[TEACHER]
    authorities.at(STAMPED_AT)
    token = authorities.timestamps().stamp(teachers.imprint)
    report = check(
        authorities, signed, gather(authorities, signed, known=Evidence(tokens=(token,)))
    )
    assert [each.proven_at for each in report.signatures] == [STAMPED_AT, None, None]
    assert codes(report)[SEAL] == "THU_HOI_CHUA_RO_TRUOC_SAU"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("het-han", "CHUNG_THU_HET_HIEU_LUC"),
        ("chua-toi", "CHUNG_THU_CHUA_HIEU_LUC"),
        ("sai-muc-dich", "CHUNG_THU_SAI_MUC_DICH"),
        ("nguoi-la", "KHONG_TOI_GOC_TIN_CAY"),
    ],
)
def test_good_answers_save_no_certificate_that_does_not_count(authorities, name, code):
    signed = page(authorities, homeroom_teacher=name)
    report = check(authorities, signed, gather(authorities, signed))
    assert report.status is Status.FAILED
    assert codes(report)[TEACHER] == code


def test_a_timestamp_from_before_the_certificates_life_fails(authorities):
    signed = page(authorities, school="chua-toi", signed_at=datetime(2024, 6, 5, 8, tzinfo=UTC))
    report = check(
        authorities, with_timestamp(authorities, signed, datetime(2024, 6, 4, tzinfo=UTC))
    )
    assert codes(report)[SEAL] == "DAU_THOI_GIAN_TRUOC_CHUNG_THU"


def test_a_timestamp_from_before_the_signing_fails(authorities):
    signed = page(authorities)
    report = check(authorities, with_timestamp(authorities, signed, SIGNED_AT - timedelta(hours=1)))
    assert codes(report)[SEAL] == "DAU_THOI_GIAN_TRUOC_KHI_KY"


def test_a_timestamp_from_the_future_fails(authorities):
    signed = page(authorities)
    report = check(
        authorities, with_timestamp(authorities, signed, CHECKED_AT + timedelta(hours=1))
    )
    assert codes(report)[SEAL] == "THOI_GIAN_TUONG_LAI"


def test_a_timestamp_of_a_stranger_proves_nothing(authorities):
    signed = page(authorities)
    token = stamp(authorities, signed, STAMPED_AT, by="dau-thoi-gian-la")
    evidence = gather(authorities, signed, known=Evidence(tokens=(token,)))
    report = check(authorities, signed, evidence)
    assert report.status is Status.UNDETERMINED
    assert codes(report) == ["HOP_LE", "HOP_LE", "DAU_THOI_GIAN_CHUA_TIN_CAY"]


def test_a_timestamp_on_whose_authority_there_is_no_answer_yet_is_undetermined(authorities):
    signed = page(authorities)
    token = stamp(authorities, signed, STAMPED_AT, by="luu-tru-1")
    evidence = gather(authorities, signed) | Evidence(tokens=(token,))
    report = verify_page(
        signed, trust=authorities.archive_trust, policy=POLICY, at=CHECKED_AT, evidence=evidence
    )
    assert report.status is Status.UNDETERMINED
    assert codes(report) == ["HOP_LE", "HOP_LE", "DAU_THOI_GIAN_CHUA_RO_THU_HOI"]


def test_a_responder_that_is_down_leaves_the_list(authorities):
    signed = page(authorities)
    evidence = gather(authorities, signed, refusing={"/ocsp/"})
    assert len(evidence.crls) == 2
    assert evidence.ocsp == ()
    assert check(authorities, signed, evidence).status is Status.PASSED


def test_silence_is_undetermined_and_passes_when_asked_again(authorities):
    signed = page(authorities)
    silent = gather(authorities, signed, refusing={"/ocsp/", "/crls/"})
    report = check(authorities, signed, silent)
    assert report.status is Status.UNDETERMINED
    assert codes(report) == ["CHUA_RO_THU_HOI"] * 3
    assert check(authorities, signed, gather(authorities, signed)).status is Status.PASSED


def test_a_certificate_that_names_nobody_to_ask_is_undetermined(authorities):
    signed = page(authorities, head="khong-noi-hoi")
    report = check(authorities, signed, gather(authorities, signed))
    assert codes(report) == ["HOP_LE", "CHUA_RO_THU_HOI", "HOP_LE"]


def test_an_answer_from_before_the_signing_that_has_run_out_is_none(authorities):
    signed = page(authorities)
    stale = gather(authorities, signed, at=SIGNED_AT + timedelta(hours=1), pretending=EARLIER)
    assert stale.ocsp
    assert codes(check(authorities, signed, stale)) == ["CHUA_RO_THU_HOI"] * 3


def test_an_answer_that_was_current_at_signing_counts(authorities):
    signed = page(authorities)
    just_before = SIGNED_AT - timedelta(minutes=5)
    evidence = gather(authorities, signed, at=CHECKED_AT, pretending=just_before)
    assert check(authorities, signed, evidence).status is Status.PASSED


def test_an_answer_after_the_certificates_end_tells_nothing(authorities):
    signed = page(authorities)
    late = datetime(2031, 1, 1, tzinfo=UTC)
    report = check(authorities, signed, gather(authorities, signed, at=late), at=late)
    assert codes(report) == ["CHUA_RO_THU_HOI"] * 3


def test_a_long_term_page_verifies_by_itself_after_every_certificate_has_expired(authorities):
    signed = page(authorities, head="thu-hoi-sau")
    evidence = gather(authorities, signed, at=STAMPED_AT, stamped="dau-thoi-gian")
    long_term = embed(signed, evidence)
    report = check(
        authorities, long_term, at=datetime(2050, 1, 1, tzinfo=UTC), policy=POLICY_WITH_ANSWERS
    )
    assert report.status is Status.PASSED, codes(report)
    assert {each.revocation for each in report.signatures} == {Revocation.GOOD}
    assert report.covered == signed


def test_a_timestamp_alone_may_be_embedded(authorities):
    signed = page(authorities)
    stamped = with_timestamp(authorities, signed, STAMPED_AT)
    report = check(authorities, stamped)
    assert report.status is Status.PASSED, codes(report)
    assert "có dấu thời gian" in report.signatures[TEACHER].verdict.message
    assert report.signatures[TEACHER].revocation is Revocation.NOT_ASKED
    assert report.covered == signed


def test_embedding_twice_keeps_what_was_there_once(authorities):
    signed = page(authorities)
    evidence = gather(authorities, signed, at=STAMPED_AT, stamped="dau-thoi-gian")
    once = embed(signed, evidence)
    assert embed(once, evidence) == once
    assert embed(embed(signed, Evidence(tokens=evidence.tokens)), evidence) == once


def test_the_timestamp_of_another_page_is_not_embedded(authorities):
    signed, other = page(authorities), page(authorities)
    token = stamp(authorities, other, STAMPED_AT)
    assert embed(signed, Evidence(tokens=(token,))) == signed


def test_the_timestamp_of_another_page_in_its_place_fails(authorities):
    signed, other = page(authorities), page(authorities)
    stamped = with_timestamp(authorities, other, STAMPED_AT)
    begin, end = b"<xades:UnsignedProperties>", b"</xades:QualifyingProperties>"
    stolen = stamped[stamped.rindex(begin) : stamped.rindex(end)]
    at = signed.rindex(end)
    report = check(authorities, signed[:at] + stolen + signed[at:])
    assert codes(report)[SEAL] == "DAU_THOI_GIAN_HONG"


def test_evidence_in_a_signature_that_others_cover_breaks_those(authorities):
    signed = page(authorities)
    stamped = with_timestamp(authorities, signed, STAMPED_AT)
    begin, end = b"<xades:UnsignedProperties>", b"</xades:QualifyingProperties>"
    evidence = stamped[stamped.rindex(begin) : stamped.rindex(end)]
    at = signed.index(end)
    report = check(authorities, signed[:at] + evidence + signed[at:])
    assert codes(report)[HEAD] == "NOI_DUNG_BI_SUA"


def test_whatever_is_damaged_in_the_evidence_no_other_page_comes_out(authorities):
    signed = page(authorities)
    long_term = embed(signed, gather(authorities, signed, at=STAMPED_AT, stamped="dau-thoi-gian"))
    begin = long_term.rindex(b"<xades:UnsignedProperties>")
    for position in range(begin, len(long_term), 7):
        damaged = bytearray(long_term)
        damaged[position] ^= 1
        report = check(authorities, bytes(damaged), policy=POLICY_WITH_ANSWERS)
        assert report.covered in (b"", signed)
