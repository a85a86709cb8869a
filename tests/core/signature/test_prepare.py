"""Whatever can be refused before a key is used is refused then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hocba.core.errors import PacketError, SigningError
from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
from hocba.core.signature import Algorithm, complete, prepare_page
from tests.core.packet.examples import PRIMARY, SECONDARY
from tests.core.signature import pki, signing
from tests.core.signature.signing import HEAD, HOMEROOM_TEACHER, SEAL, SIGNED_AT, STEPS

PAGE = write_page(PRIMARY)
TEACHER = pki.signer(HOMEROOM_TEACHER)


def code_of_refusal(page: bytes, role: Role, wish: pki.Wish, **changes: object) -> str:
    key = pki.signer(wish)
    arguments = {
        "role": role,
        "certificate": key.certificate,
        "algorithm": key.algorithm,
        "signing_time": SIGNED_AT,
    }
    with pytest.raises(SigningError) as refused:
        prepare_page(page, **(arguments | changes))  # type: ignore[arg-type]
    assert refused.value.message.endswith(".")
    return refused.value.code


def test_preparing_leaves_the_document_as_it_was() -> None:
    prepared = prepare_page(
        PAGE,
        role=Role.HOMEROOM_TEACHER,
        certificate=TEACHER.certificate,
        algorithm=TEACHER.algorithm,
        signing_time=SIGNED_AT,
    )
    assert prepared.before + prepared.after == PAGE


@pytest.mark.parametrize("role", [Role.HEAD, Role.SCHOOL])
def test_nobody_signs_before_their_turn(role: Role) -> None:
    assert code_of_refusal(PAGE, role, SEAL) == "SAI_THU_TU"


def test_nobody_signs_twice() -> None:
    page = signing.sign_page(PAGE, STEPS[:1])
    assert code_of_refusal(page, Role.HOMEROOM_TEACHER, HOMEROOM_TEACHER) == "SAI_THU_TU"


def test_nobody_signs_a_sealed_page() -> None:
    for role in (Role.SUBJECT_TEACHER, Role.HOMEROOM_TEACHER, Role.HEAD, Role.SCHOOL):
        page = signing.primary_page()
        assert code_of_refusal(page, role, HEAD, subjects=["TOAN"]) == "SAI_THU_TU"


def test_the_department_signs_no_page() -> None:
    assert code_of_refusal(PAGE, Role.DEPARTMENT, SEAL) == "VAI_TRO_SAI"


def test_a_subject_teacher_without_a_subject_on_the_page_signs_nothing() -> None:
    for subjects in ([], ["HOAHOC"]):
        code = code_of_refusal(PAGE, Role.SUBJECT_TEACHER, HOMEROOM_TEACHER, subjects=subjects)
        assert code == "KHONG_CO_MON"


def test_a_subject_is_signed_once() -> None:
    page = signing.sign(PAGE, Role.SUBJECT_TEACHER, TEACHER, subjects=["TOAN"])
    code = code_of_refusal(page, Role.SUBJECT_TEACHER, HOMEROOM_TEACHER, subjects=["TOAN"])
    assert code == "SAI_PHAM_VI"


def test_a_subject_teacher_signs_the_subjects_that_the_page_has() -> None:
    page = signing.sign(
        write_page(SECONDARY), Role.SUBJECT_TEACHER, TEACHER, subjects={"GDTC", "TOAN", "HOAHOC"}
    )
    (report,) = signing.check_page(page).signatures
    code = SECONDARY.lookup_code
    assert report.covers == (f"mh-{code}-TOAN", f"mh-{code}-GDTC")


def test_the_seal_is_the_schools() -> None:
    page = signing.sign_page(PAGE, STEPS[:2])
    other = replace(SEAL, organization="Trường Khác")
    later = SIGNED_AT + timedelta(minutes=2)
    assert code_of_refusal(page, Role.SCHOOL, other, signing_time=later) == "SAI_TO_CHUC"


def test_the_certificate_is_valid_at_signing_time() -> None:
    refusal = {"role": Role.HOMEROOM_TEACHER, "wish": HOMEROOM_TEACHER}
    early, late = pki.BEGINS - timedelta(seconds=1), datetime(2027, 1, 1, tzinfo=UTC)
    brief = replace(HOMEROOM_TEACHER, ends=late - timedelta(seconds=1))
    assert code_of_refusal(PAGE, **refusal, signing_time=early) == "CHUNG_THU_CHUA_HIEU_LUC"
    code = code_of_refusal(PAGE, Role.HOMEROOM_TEACHER, brief, signing_time=late)
    assert code == "CHUNG_THU_HET_HIEU_LUC"


def test_the_certificate_is_for_signing() -> None:
    wish = replace(HOMEROOM_TEACHER, usage="encrypt")
    assert code_of_refusal(PAGE, Role.HOMEROOM_TEACHER, wish) == "CHUNG_THU_SAI_MUC_DICH"


def test_the_algorithm_is_the_keys_and_the_policys() -> None:
    role = Role.HOMEROOM_TEACHER
    code = code_of_refusal(PAGE, role, HOMEROOM_TEACHER, algorithm=Algorithm.ECDSA)
    assert code == "THUAT_TOAN"
    late = datetime(2028, 6, 1, tzinfo=UTC)
    assert code_of_refusal(PAGE, role, HOMEROOM_TEACHER, signing_time=late) == "THUAT_TOAN"


def test_a_head_does_not_sign_earlier_than_the_teacher() -> None:
    page = signing.sign_page(PAGE, STEPS[:1])
    early = SIGNED_AT - timedelta(seconds=1)
    assert code_of_refusal(page, Role.HEAD, HEAD, signing_time=early) == "THOI_GIAN_NGUOC"


def test_what_is_no_page_is_a_packet_error() -> None:
    with pytest.raises(PacketError):
        signing.sign(b"<x/>", Role.HOMEROOM_TEACHER, TEACHER)


def test_a_signed_packet_is_not_signed_again() -> None:
    key = pki.signer(SEAL)
    with pytest.raises(SigningError, match="đã được ký"):
        signing.seal_packet(signing.packet(), key)


def test_a_wrong_value_is_refused_and_the_right_one_still_taken() -> None:
    prepared = prepare_page(
        PAGE,
        role=Role.HOMEROOM_TEACHER,
        certificate=TEACHER.certificate,
        algorithm=TEACHER.algorithm,
        signing_time=SIGNED_AT,
    )
    with pytest.raises(SigningError, match="không đúng với chứng thư số"):
        complete(prepared, b"\0" * 256)
    assert complete(prepared, TEACHER.sign(prepared.to_be_signed)).count(b"<ds:Signature ") == 1
