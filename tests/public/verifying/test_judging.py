"""What a sealed copy shows, held against what it carries: a swap under a good seal is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.core.packet import read_page
from hocba.core.signature import POLICY
from hocba.core.verdict import Status
from hocba.public.printing import Transcript, Year, imprint, render, reprint, signature_blocks
from hocba.public.printing.reprint import compare
from hocba.public.verifying.judging import judge
from tests.adapters.pades.examples import CHECKED_AT, OFFICE, SEALED_AT, SERIAL, seal_of
from tests.core.signature import signing
from tests.public.printing.examples import LEDGER_KEY, LOCKED, proven

CONTENT = signing.primary_page()
OTHER = signing.secondary_page()


def year(content=CONTENT, locked=LOCKED):
    page = read_page(content)
    blocks = signature_blocks(signing.check_page(content).signatures, page)
    return Year(page, blocks, locked, (OFFICE,), content)


def copy(*years):
    whole = Transcript(years or (proven(year()),), "https://hocba.example/tra-cuu/x")
    return whole.copy(SERIAL, LOCKED)


def sealed(transcript):
    return seal_of().put_on(render(transcript), at=SEALED_AT)


def judged(data, *, ledgers=(LEDGER_KEY.verifier,)):
    return judge(
        data, trust=signing.trust(), policy=POLICY, at=CHECKED_AT, issuer=OFFICE, ledgers=ledgers
    )


def codes(report):
    return [each.code for each in report.verdicts]


def test_a_copy_is_set_again_from_its_signed_pages_to_the_same_byte():
    report = judged(sealed(copy()))
    assert report.status is Status.PASSED
    assert codes(report) == ["HOP_LE", "IN_DUNG_NHU_DA_KY", "DA_CHOT"]


def test_a_draft_passes_and_says_that_it_is_one():
    report = judged(sealed(copy(year(locked=None))))
    assert report.status is Status.PASSED
    assert codes(report) == ["HOP_LE", "IN_DUNG_NHU_DA_KY", "BAN_NHAP"]


def forged(monkeypatch, transcript, shown):
    """A copy of ``transcript`` that shows something else, under the office's own seal."""
    with monkeypatch.context() as patch:
        patch.setattr("hocba.public.printing.typeset.facts", lambda _: imprint.facts(shown))
        return sealed(transcript)


def altered(change):
    (only,) = copy().years
    return replace(copy(), years=(replace(only, page=change(only.page)),))


def test_other_marks_on_the_paper_than_in_the_signed_page(monkeypatch):
    def better(page):
        first, *others = page.results.subjects
        results = replace(page.results, subjects=(replace(first, score=9), *others))
        return replace(page, results=results)

    report = judged(forged(monkeypatch, copy(), altered(better)))
    assert codes(report)[1] == "IN_KHAC_BAN_DUNG_LAI"
    assert report.status is Status.FAILED


def swapped():
    """The signed page of another pupil in the place of the one that was printed."""
    (only,) = copy().years
    return replace(copy(), years=(replace(only, signed_page=OTHER),))


def test_a_signed_page_swapped_under_the_seal():
    report = judged(sealed(swapped()))
    assert report.seal.verdict.passed
    assert codes(report)[1] == "IN_KHAC_DU_LIEU_DA_KY"
    assert report.status is Status.FAILED


def test_a_signed_page_swapped_in_a_copy_of_another_form(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(imprint, "form_digest", lambda: "0" * 64)
        data = sealed(swapped())
    assert codes(judged(data))[1] == "IN_KHAC_DU_LIEU_DA_KY"


def test_a_copy_without_its_signed_page():
    (only,) = copy().years
    assert judged(sealed(replace(copy(), years=(replace(only, signed_page=b""),)))).status is (
        Status.FAILED
    )


def test_a_copy_of_another_form_is_held_against_its_facts(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(imprint, "form_digest", lambda: "0" * 64)
        data = sealed(copy())
    report = judged(data)
    assert codes(report) == ["HOP_LE", "IN_DUNG_DU_LIEU_DA_KY", "DA_CHOT"]
    assert report.status is Status.PASSED


def test_a_copy_whose_words_came_from_another_form_is_left_open(monkeypatch):
    def older_words(transcript):
        told = reprint.facts(transcript)
        told["years"][0]["completion"] = "Đã hoàn thành."
        return told

    with monkeypatch.context() as patch:
        patch.setattr(imprint, "form_digest", lambda: "0" * 64)
        patch.setattr(imprint, "facts", older_words)
        data = sealed(copy())
    report = judged(data)
    assert codes(report)[1] == "IN_BANG_MAU_KHAC"
    assert report.status is Status.UNDETERMINED


def test_a_file_that_does_not_tell_how_it_was_made_is_left_open():
    plain = Transcript((proven(year()),), "https://hocba.example/tra-cuu/x")
    report = judged(sealed(plain))
    assert codes(report) == ["HOP_LE", "IN_KHONG_CO_SO"]
    assert report.status is Status.UNDETERMINED


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format": "x"}', b"\xff", b"[" * 100_000])
def test_no_imprint_breaks_the_comparison(data):
    report = judged(sealed(copy()))
    assert compare(replace(report, files={"ban-in.json": data}), b"")[0].code == "IN_KHONG_CO_SO"


def test_a_copy_without_proof_is_not_called_locked():
    report = judged(sealed(copy(year())))
    assert codes(report)[-1] == "THIEU_CHUNG_MINH"
    assert report.status is Status.UNDETERMINED


def test_without_the_ledgers_key_the_proof_is_left_open():
    report = judged(sealed(copy()), ledgers=())
    assert codes(report)[-1] == "KHOA_GHI_CHU_LA"
    assert report.status is Status.UNDETERMINED


def test_a_proof_of_another_page():
    other = proven(year(OTHER))
    report = judged(sealed(copy(replace(year(), proof=other.proof))))
    assert codes(report)[-1] == "CHUNG_MINH_TRANG_KHAC"
    assert report.status is Status.FAILED


def test_another_effective_date_than_the_ledgers():
    earlier = replace(proven(year()), effective_date=LOCKED - timedelta(days=1))
    report = judged(sealed(copy(earlier)))
    assert codes(report)[-1] == "NGAY_HIEU_LUC_KHAC"
    assert report.status is Status.FAILED
