"""What the Department reports under its signature, and each way to forge it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from hocba.core.errors import SigningError
from hocba.core.packet import write_dispatch, write_dispatch_receipt, write_page
from hocba.core.signature import DispatchReport, prepare_dispatch, verify_packet
from hocba.core.signature.policy import POLICY
from hocba.core.verdict import Status
from tests.core.packet.dispatches import RECEIPT
from tests.core.packet.examples import PRIMARY
from tests.core.packet.test_receipt import RECEIPT_OF_TWO
from tests.core.signature import pki, signing
from tests.core.signature.dispatching import (
    DISPATCHED_AT,
    check_dispatch,
    check_receipt,
    content,
    dispatch,
    dispatch_receipt,
    seal,
)
from tests.core.signature.signing import REGISTRY, SIGNED_AT
from tests.core.signature.test_mutations import damaged, one_byte_off

GOOD, ANSWER = dispatch(), dispatch_receipt()


def code_of(report: DispatchReport) -> str:
    assert report.signature is not None
    return report.signature.verdict.code


def forged(data: bytes) -> DispatchReport:
    """The report on a forgery: failed, and nothing of it to read."""
    assert data != GOOD
    report = check_dispatch(data)
    assert report.status is not Status.PASSED
    assert report.dispatch is None
    return report


def test_a_dispatch_is_verified_with_each_of_its_pages() -> None:
    report = check_dispatch(GOOD)
    assert report.status is Status.PASSED
    assert report.dispatch == content()
    assert [page.covered for page in report.pages] == [each.page for each in content().events]


def test_the_signature_covers_the_header_and_every_event() -> None:
    signature = check_dispatch(GOOD).signature
    assert signature is not None
    assert signature.role == "SOGDDT"
    codes = [each.lookup_code for each in content().events]
    assert signature.covers == ("tt-bao-cao", *(f"sk-{code}-2023-2024" for code in codes))


def test_an_unsigned_dispatch() -> None:
    report = forged(write_dispatch(content()))
    assert [verdict.code for verdict in report.verdicts] == ["BAO_CAO_CHUA_KY"]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b"<SuKien>NEW<", b"<SuKien>CANCEL<"),
        (b"</SuKien><PhienBan>1<", b"</SuKien><PhienBan>2<"),
        (b"<ThoiGianCapNhat>2024-07-01T00:00:00<", b"<ThoiGianCapNhat>2024-07-02T00:00:00<"),
        (b"<ViTri>0<", b"<ViTri>7<"),
        (b"<MaSoGD>01</MaSoGD><NamHoc>", b"<MaSoGD>79</MaSoGD><NamHoc>"),
        (b"so-cai.example\n2\n", b"so-cai.example\n3\n"),
    ],
)
def test_a_changed_word_of_the_report(good: bytes, bad: bytes) -> None:
    assert good in GOOD
    assert code_of(forged(GOOD.replace(good, bad, 1))) == "NOI_DUNG_BI_SUA"


def test_a_changed_page_within_the_report() -> None:
    report = forged(GOOD.replace("Hồ Minh Khoa".encode(), "Hồ Minh Khôi".encode(), 1))
    assert code_of(report) == "NOI_DUNG_BI_SUA"
    assert [page.status for page in report.pages] == [Status.FAILED, Status.PASSED]


def test_an_event_that_is_left_out() -> None:
    begin, end = GOOD.index(b"<SuKienHocBa"), GOOD.index(b"</SuKienHocBa>") + 14
    fewer = (GOOD[:begin] + GOOD[end:]).replace(b"<SoSuKien>2", b"<SoSuKien>1")
    assert code_of(forged(fewer)) == "SAI_PHAM_VI"


def test_two_events_that_change_places() -> None:
    begin, end = GOOD.index(b"<SuKienHocBa"), GOOD.rindex(b"</SuKienHocBa>") + 14
    first, second = GOOD[begin:end].split(b"</SuKienHocBa>")[:2]
    swapped = b"".join((second, b"</SuKienHocBa>", first, b"</SuKienHocBa>"))
    assert code_of(forged(GOOD[:begin] + swapped + GOOD[end:])) == "SAI_PHAM_VI"


def test_the_signature_of_another_dispatch() -> None:
    other = seal(replace(content(), events=content().events[:1]))
    begin = GOOD.rindex(b"<ds:Signature xmlns")
    transplanted = GOOD[:begin] + other[other.rindex(b"<ds:Signature xmlns") :]
    assert code_of(forged(transplanted)) == "SAI_PHAM_VI"


def test_a_stranger_who_made_a_root_of_his_own() -> None:
    key = pki.signer(REGISTRY, pki.issuing("CA giả", "Gốc giả"))
    assert code_of(forged(seal(content(), key))) == "KHONG_TOI_GOC_TIN_CAY"


def test_a_report_signed_before_its_pages_were() -> None:
    early = seal(content(), at=SIGNED_AT - timedelta(hours=1))
    assert code_of(forged(early)) == "THOI_GIAN_NGUOC"


def test_a_report_of_the_day_after_tomorrow() -> None:
    report = check_dispatch(GOOD, at=DISPATCHED_AT - timedelta(seconds=1))
    assert code_of(report) == "THOI_GIAN_TUONG_LAI"


def test_a_page_that_its_school_did_not_sign() -> None:
    first, second = content().events
    unsigned = replace(first, page=write_page(PRIMARY))
    report = check_dispatch(seal(replace(content(), events=(unsigned, second))))
    assert [page.status for page in report.pages] == [Status.FAILED, Status.PASSED]
    assert [bool(page.covered) for page in report.pages] == [False, True]
    assert report.dispatch is not None


def test_a_dispatch_signed_twice() -> None:
    key = pki.signer(REGISTRY)
    with pytest.raises(SigningError, match="đã được ký"):
        prepare_dispatch(
            GOOD, certificate=key.certificate, algorithm=key.algorithm, signing_time=DISPATCHED_AT
        )


def test_a_dispatch_is_no_packet() -> None:
    report = verify_packet(GOOD, trust=signing.trust(), policy=POLICY, at=DISPATCHED_AT)
    assert report.status is Status.UNDETERMINED
    assert report.pages == ()


@settings(max_examples=150, deadline=None)
@given(one_byte_off(GOOD) | damaged(GOOD))
def test_a_damaged_dispatch_never_says_anything_else(data: bytes) -> None:
    report = check_dispatch(data)
    assert report.dispatch in (None, content())
    originals = {each.page for each in content().events}
    assert {page.covered for page in report.pages} <= {b"", *originals}


def test_the_ministrys_receipt_is_verified() -> None:
    report = check_receipt(ANSWER)
    assert report.status is Status.PASSED
    assert report.receipt == RECEIPT


def test_a_receipt_that_the_department_wrote_itself() -> None:
    body = write_dispatch_receipt(RECEIPT)
    own = signing.receipt(RECEIPT_OF_TWO)
    stolen = own[own.rindex(b"<ds:Signature xmlns") :].replace(b"</BienNhan>", b"</BienNhanBo>")
    report = check_receipt(body.replace(b"</BienNhanBo>", b"") + stolen)
    assert report.receipt is None
    assert report.signature is not None
    assert report.signature.verdict.code == "VAI_TRO_SAI"


def test_an_unsigned_receipt() -> None:
    report = check_receipt(write_dispatch_receipt(RECEIPT))
    assert (report.receipt, report.status) == (None, Status.FAILED)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (RECEIPT.digest.encode(), b"0" * 64),
        (b"<TrangThai>TIEP_NHAN<", b"<TrangThai>TRA_LAI<"),
        (b"<PhienBanDangGiu>2<", b"<PhienBanDangGiu>3<"),
    ],
)
def test_a_changed_word_of_the_receipt(good: bytes, bad: bytes) -> None:
    assert good in ANSWER
    report = check_receipt(ANSWER.replace(good, bad, 1))
    assert (report.receipt, report.status) == (None, Status.FAILED)


@pytest.mark.parametrize("written", [b'Id=" bien-nhan"', b'Id="bien-nhan "', b'Id="&#9;bien-nhan"'])
def test_a_receipt_whose_own_id_is_written_otherwise(written: bytes) -> None:
    """To the schema it is the same, no signature covers it, and the bytes would be others."""
    report = check_receipt(ANSWER.replace(b'Id="bien-nhan"', written))
    assert (report.covered, report.status) == (b"", Status.FAILED)
    assert [verdict.code for verdict in report.verdicts] == ["SAI_VI_TRI"]


@settings(max_examples=100, deadline=None)
@given(one_byte_off(ANSWER) | damaged(ANSWER))
def test_a_damaged_receipt_never_says_anything_else(data: bytes) -> None:
    report = check_receipt(data)
    assert report.receipt in (None, RECEIPT)
    assert report.covered in (b"", ANSWER)
