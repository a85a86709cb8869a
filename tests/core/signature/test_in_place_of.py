"""A signature made in place of somebody (ký thay) says so, and for whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
from hocba.core.signature import PageReport, complete, prepare_page, resume_page
from hocba.core.signature.plain import as_plain
from hocba.core.verdict import Status
from tests.core.packet.examples import PRIMARY
from tests.core.signature.signing import (
    SEAL,
    SIGNED_AT,
    STEPS,
    Step,
    check_page,
    sign,
)


def _signed_in_place_of(person: str) -> bytes:
    page = write_page(PRIMARY)
    for step in STEPS:
        page = _sign(page, step, in_place_of=person if step.role is Role.HEAD else "")
    return page


def _sign(page: bytes, step: Step, *, in_place_of: str = "") -> bytes:
    key = step.key
    prepared = prepare_page(
        page,
        role=step.role,
        in_place_of=in_place_of,
        certificate=key.certificate,
        chain=key.chain,
        algorithm=key.algorithm,
        signing_time=SIGNED_AT,
    )
    return complete(prepared, key.sign(prepared.to_be_signed))


def _head(report: PageReport) -> str:
    (head,) = (each for each in report.signatures if each.role is Role.HEAD)
    return head.in_place_of


def test_the_report_names_the_person_in_whose_place_the_head_signed() -> None:
    report = check_page(_signed_in_place_of("01P22T001-HT"))
    assert report.status is Status.PASSED
    assert _head(report) == "01P22T001-HT"
    (head,) = (each for each in as_plain(report)["signatures"] if each["role"] == "HIEUTRUONG")
    assert head["in_place_of"] == "01P22T001-HT"


def test_a_signature_in_ones_own_right_names_nobody() -> None:
    assert _head(check_page(_signed_in_place_of(""))) == ""


def test_the_claim_cannot_be_taken_out_afterwards() -> None:
    claim = b"<xades:ClaimedRole>KYTHAY:01P22T001-HT</xades:ClaimedRole>"
    page = _signed_in_place_of("01P22T001-HT")
    assert page.count(claim) == 1
    assert check_page(page.replace(claim, b"")).status is Status.FAILED


def test_nobody_puts_on_the_seal_in_place_of_a_person() -> None:
    page = write_page(PRIMARY)
    for step in STEPS[:-1]:
        page = sign(page, step.role, step.key, SIGNED_AT)
    with pytest.raises(SigningError) as refused:
        _sign(page, Step(Role.SCHOOL, SEAL), in_place_of="01P22T001-VT")
    assert refused.value.code == "VAI_TRO_SAI"


def test_a_signature_that_waited_elsewhere_is_the_one_that_was_prepared() -> None:
    page, key = write_page(PRIMARY), STEPS[0].key
    prepared = prepare_page(
        page,
        role=Role.HOMEROOM_TEACHER,
        certificate=key.certificate,
        algorithm=key.algorithm,
        signing_time=SIGNED_AT,
    )
    resumed = resume_page(page, replace(prepared.form), prepared.certificates)
    assert resumed == prepared
