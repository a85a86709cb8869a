"""What a school orders under its seal, and each way to forge it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.core.packet import ORDER, Deed, Order, parse, write_order
from hocba.core.signature import (
    OrderReport,
    certificates,
    prepare_order,
    profile,
    verify,
    verify_packet,
)
from hocba.core.signature.places import OnlyPlace
from hocba.core.signature.policy import POLICY
from hocba.core.signature.profile import Reference, SignedForm
from hocba.core.verdict import Status
from tests.core.packet.orders import LOCK, ORDERS, RECALL
from tests.core.packet.test_receipt import RECEIPT_OF_TWO
from tests.core.signature import pki, signing
from tests.core.signature.ordering import ORDERED_AT, check_order, seal
from tests.core.signature.signing import SEAL
from tests.core.signature.test_mutations import damaged, one_byte_off

GOOD = seal(RECALL)


def code_of(report: OrderReport) -> str:
    assert report.signature is not None
    return report.signature.verdict.code


def forged(data: bytes) -> OrderReport:
    """The report on a forgery: failed, and nothing of it to read."""
    assert data != GOOD
    report = check_order(data)
    assert (report.status, report.order, report.covered) == (Status.FAILED, None, b"")
    return report


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.deed)
def test_an_order_of_each_kind_is_verified_and_read_from_its_covered_bytes(order: Order) -> None:
    report = check_order(seal(order))
    assert (report.status, report.order) == (Status.PASSED, order)
    assert report.signature is not None
    assert (report.signature.role, report.signature.covers) == ("NHATRUONG", ("nd-de-nghi",))


def test_whoever_does_not_know_what_a_file_is_gets_the_same_verdict() -> None:
    report = verify(GOOD, trust=signing.trust(), policy=POLICY, at=signing.CHECKED_AT)
    assert report == check_order(GOOD)


def test_an_order_that_nobody_signed() -> None:
    assert [each.code for each in forged(write_order(RECALL)).verdicts] == ["DE_NGHI_CHUA_KY"]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b">THU_HOI<", b">CHOT_SOM<"),
        (b"<PhienBan>3<", b"<PhienBan>4<"),
        (b"<NamHoc>2023-2024<", b"<NamHoc>2022-2023<"),
        (RECALL.pages[1].lookup_code.encode(), b"2" * 12 + b"4" + b"2" * 3 + b"8" + b"2" * 15),
        (RECALL.order_id.encode(), b"f" * 12 + b"4" + b"f" * 3 + b"8" + b"f" * 15),
        (b"<MaTruong>TH-KIM-DONG<", b"<MaTruong>TH-KHAC<"),
        ("Nhập nhầm điểm".encode(), "Sửa đúng điểm".encode()),
    ],
    ids=["deed", "version", "year", "code", "guid", "school", "reason"],
)
def test_a_changed_word_of_the_order(good: bytes, bad: bytes) -> None:
    assert good in GOOD
    assert code_of(forged(GOOD.replace(good, bad, 1))) == "NOI_DUNG_BI_SUA"


def test_a_page_that_is_added_and_one_that_is_left_out() -> None:
    begin, end = GOOD.index(b"<TrangHocBa>"), GOOD.index(b"</TrangHocBa>") + 13
    third = b"3" * 12 + b"4" + b"3" * 3 + b"8" + b"3" * 15
    more = GOOD[begin:end].replace(RECALL.pages[0].lookup_code.encode(), third)
    assert code_of(forged(GOOD[:begin] + GOOD[end:])) == "NOI_DUNG_BI_SUA"
    assert code_of(forged(GOOD[:begin] + more + GOOD[begin:])) == "NOI_DUNG_BI_SUA"


def test_the_signature_of_another_order() -> None:
    other = seal(LOCK)
    begin = GOOD.index(b"<ds:Signature")
    transplanted = GOOD[:begin] + other[other.index(b"<ds:Signature") :]
    assert code_of(forged(transplanted)) == "NOI_DUNG_BI_SUA"


OTHER_SCHOOL = pki.signer(replace(SEAL, name="Trường Khác", organization="Trường Khác"))


def test_the_seal_of_another_school_is_refused_before_its_key_is_used() -> None:
    with pytest.raises(SigningError, match="không phải của trường"):
        seal(RECALL, OTHER_SCHOOL)


def test_the_seal_of_another_school_that_signs_all_the_same() -> None:
    place = OnlyPlace.of_order(parse(write_order(RECALL), roots=(ORDER,))[0])
    form = SignedForm(
        signature_id=place.signature_id,
        algorithm=OTHER_SCHOOL.algorithm,
        references=tuple(Reference(*each) for each in place.digests.items()),
        signing_time=ORDERED_AT,
        certificate_digest=certificates.of(OTHER_SCHOOL.certificate).digest,
        role=Role.SCHOOL,
    )
    chain = [certificates.of(OTHER_SCHOOL.certificate).text]
    signature = profile.render(form, OTHER_SCHOOL.sign(form.to_be_signed()), chain)
    data = write_order(RECALL).replace(b"</DeNghi>", signature + b"</DeNghi>")
    assert code_of(forged(data)) == "SAI_TO_CHUC"


def test_the_signature_of_the_department_under_a_schools_order() -> None:
    receipt = signing.receipt(RECEIPT_OF_TWO)
    stolen = receipt[receipt.index(b"<ds:Signature") :].replace(b"</BienNhan>", b"</DeNghi>")
    data = write_order(RECALL).replace(b"</DeNghi>", b"") + stolen
    assert code_of(forged(data)) == "VAI_TRO_SAI"


def test_a_stranger_who_made_a_root_of_his_own() -> None:
    key = pki.signer(SEAL, pki.issuing("CA giả", "Gốc giả"))
    assert code_of(forged(seal(RECALL, key))) == "KHONG_TOI_GOC_TIN_CAY"


def test_an_order_of_the_day_after_tomorrow() -> None:
    report = check_order(GOOD, at=ORDERED_AT - timedelta(seconds=1))
    assert (code_of(report), report.order) == ("THOI_GIAN_TUONG_LAI", None)


def test_a_signed_order_that_contradicts_itself() -> None:
    """Its words are under the seal, and still it is no order: nothing of it is given out."""
    data = GOOD.replace(b">THU_HOI<", f">{Deed.HAND_OVER}<".encode())
    assert [each.code for each in forged(data).verdicts] == ["KHONG_NHAT_QUAN"]


def test_an_order_signed_twice() -> None:
    key = pki.signer(SEAL)
    with pytest.raises(SigningError, match="đã được ký"):
        prepare_order(
            GOOD, certificate=key.certificate, algorithm=key.algorithm, signing_time=ORDERED_AT
        )


def test_an_order_is_no_packet() -> None:
    report = verify_packet(GOOD, trust=signing.trust(), policy=POLICY, at=ORDERED_AT)
    assert (report.status, report.pages) == (Status.UNDETERMINED, ())


@pytest.mark.parametrize("written", [b'Id=" de-nghi"', b'Id="de-nghi "', b'Id="&#9;de-nghi"'])
def test_an_order_whose_own_id_is_written_otherwise(written: bytes) -> None:
    report = forged(GOOD.replace(b'Id="de-nghi"', written))
    assert [verdict.code for verdict in report.verdicts] == ["SAI_VI_TRI"]


@settings(max_examples=150, deadline=None)
@given(one_byte_off(GOOD) | damaged(GOOD))
def test_a_damaged_order_never_says_anything_else(data: bytes) -> None:
    report = check_order(data)
    assert report.order in (None, RECALL)
    assert report.covered in (b"", GOOD)
