"""Good documents pass, what comes back is what was signed, and each page is judged by itself."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from hocba.core.lifecycle import Role
from hocba.core.packet import read_page, write_page
from hocba.core.signature import POLICY, ReceiptReport, UnreadReport, verify, verify_receipt
from hocba.core.verdict import Status
from tests.core.packet.examples import HEADER, PRIMARY
from tests.core.packet.test_receipt import RECEIPT_OF_TWO
from tests.core.signature import forging, pki, signing
from tests.core.signature.forging import HOCBA


def test_a_page_with_all_signatures_passes() -> None:
    report = signing.check_page(signing.primary_page())
    assert report.status is Status.PASSED
    assert [each.role for each in report.signatures] == [
        Role.HOMEROOM_TEACHER,
        Role.HEAD,
        Role.SCHOOL,
    ]


def test_the_record_is_read_from_the_covered_bytes() -> None:
    report = signing.check_page(signing.primary_page())
    assert report.covered == signing.primary_page()
    assert report.page == PRIMARY == read_page(report.covered)


def test_a_signature_tells_signer_time_and_certificate() -> None:
    teacher = signing.check_page(signing.primary_page()).signatures[0]
    certificate = pki.signer(signing.HOMEROOM_TEACHER).certificate
    assert teacher.signer_name == "Nguyễn Thị Lan"
    assert teacher.organization == "Trường Tiểu học Kim Đồng"
    assert teacher.signing_time == signing.SIGNED_AT
    assert teacher.certificate == certificate


def test_subject_teachers_cover_their_subjects() -> None:
    report = signing.check_page(signing.secondary_page())
    assert report.status is Status.PASSED, report
    assert report.signatures[0].covers == (f"mh-{report.lookup_code}-TOAN",)
    assert report.signatures[1].signature_id == f"ck-{report.lookup_code}-GVBM-2"


def test_a_packet_passes_with_all_its_pages() -> None:
    report = signing.check_packet(signing.packet())
    assert report.status is Status.PASSED, report
    assert report.header == HEADER
    assert len(report.pages) == 3


def test_a_page_taken_out_of_its_packet_is_the_page_that_went_in() -> None:
    page = signing.primary_page()
    report = signing.check_packet(signing.sign_packet([page]))
    assert report.pages[0].covered == page


def test_a_page_with_an_invalid_signature_does_not_fail_its_neighbours() -> None:
    data = signing.packet().replace("Hồ Minh".encode(), "Hồ Mính".encode(), 1)
    report = signing.check_packet(data)
    assert report.status is Status.FAILED
    assert [page.status for page in report.pages] == [
        Status.FAILED,
        Status.PASSED,
        Status.PASSED,
    ]
    assert report.packet_signature is not None
    assert report.packet_signature.verdict.code == "NOI_DUNG_BI_SUA"


def test_a_page_that_breaks_the_schema_does_not_fail_its_neighbours() -> None:
    def break_one(root: object) -> None:
        page = root[1][1]  # type: ignore[index]
        page[0].remove(page[0].find(f"{HOCBA}SoDinhDanh"))

    report = signing.check_packet(forging.edited(signing.packet(), break_one))
    assert (report.status, report.header) == (Status.FAILED, None)
    assert report.pages[1].verdicts[0].code == "SAI_LUOC_DO"
    assert report.packet_signature is not None
    assert report.packet_signature.verdict.code == "NOI_DUNG_BI_SUA"
    assert [page.status for page in report.pages] == [
        Status.PASSED,
        Status.FAILED,
        Status.PASSED,
    ]


def test_a_packet_with_more_pages_than_allowed_is_not_taken_apart() -> None:
    head, tail = signing.packet().split(b"<DanhSachHocBa>")
    report = signing.check_packet(head + b"<DanhSachHocBa>" + b"<HocBa></HocBa>" * 5000 + tail)
    assert (report.status, report.pages) == (Status.FAILED, ())


def test_a_packet_sealed_by_another_school_fails() -> None:
    other = pki.signer(signing.Wish("Trường Khác", "Trường Khác"))
    with pytest.raises(Exception, match="Con dấu số không phải của trường"):
        signing.sign_packet([signing.primary_page()], other)


def test_a_receipt_passes_and_is_read_from_the_covered_bytes() -> None:
    data = signing.receipt(RECEIPT_OF_TWO)
    report = verify_receipt(data, trust=signing.trust(), policy=POLICY, at=signing.CHECKED_AT)
    assert (report.status, report.receipt) == (Status.PASSED, RECEIPT_OF_TWO)


def test_an_altered_receipt_fails() -> None:
    data = signing.receipt(RECEIPT_OF_TWO).replace(b"TRA_LAI", b"TIEP_NHAN")
    report = verify_receipt(data, trust=signing.trust(), policy=POLICY, at=signing.CHECKED_AT)
    assert (report.status, report.receipt) == (Status.FAILED, None)


def test_an_unsigned_receipt_fails() -> None:
    data = forging.edited(signing.receipt(RECEIPT_OF_TWO), lambda root: root.remove(root[-1]))
    report = verify(data, trust=signing.trust(), policy=POLICY, at=signing.CHECKED_AT)
    assert isinstance(report, ReceiptReport)
    assert report.verdicts[0].code == "BIEN_NHAN_CHUA_KY"


def test_a_signed_record_that_contradicts_itself_fails_in_words() -> None:
    """A school signed a page whose subject bears another page's Id: whole, and still no record."""
    code = PRIMARY.lookup_code
    page = write_page(PRIMARY).replace(
        b"mh-" + code.encode(), b"mh-" + b"e" * 12 + b"4eee8" + b"e" * 15
    )
    page = signing.sign_page(page)
    report = signing.check_page(page)
    assert (report.status, report.page) == (Status.PASSED, None)
    assert report.flaw is not None
    judged = verify(page, trust=signing.trust(), policy=POLICY, at=signing.CHECKED_AT)
    assert judged.status is Status.FAILED
    assert judged.verdicts[0].code == "SAI_ID"


@pytest.mark.parametrize("data", [b"", b"abc", b"<x/>", b"<HocBa", b"\x1f\x8b", b"\xff\xfe<a/>"])
def test_what_cannot_be_read_is_undetermined(data: bytes) -> None:
    report = verify(data, trust=signing.trust(), policy=POLICY, at=signing.CHECKED_AT)
    assert isinstance(report, UnreadReport)
    assert report.status is Status.UNDETERMINED


def test_the_schools_name_is_compared_in_one_spelling() -> None:
    """A certificate may bear the name with decomposed accents; it is the same school."""
    spelled = unicodedata.normalize("NFD", signing.SEAL.organization)
    seal = replace(signing.SEAL, organization=spelled)
    steps = (*signing.STEPS[:2], replace(signing.STEPS[2], wish=seal))
    report = signing.check_page(signing.sign_page(write_page(PRIMARY), steps))
    assert report.status is Status.PASSED
