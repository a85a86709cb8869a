"""``POST /ky-so/chung-thu``: is this the right certificate? Nothing is signed or kept."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from hocba.adapters import clock
from hocba.school.signing.models import SigningSession
from tests.school.pages.conftest import NOW
from tests.school.signing.desk import Desk, post, signed_in, told
from tests.school.signing.sign_service import in_base64

ADDRESS = "/ky-so/chung-thu"


def test_the_signer_is_shown_whose_certificate_it_is_and_how_many_pages_wait(desk: Desk) -> None:
    shown = post(desk.browser(), ADDRESS, desk.ask()).json()
    assert shown == {
        "name": "Lê Thị Mẫu Ba",
        "organization": "Trường Tiểu học Phú Lương I",
        "tax_code": "",
        "issuer": "Cấp phát trình diễn",
        "valid_from": "01/08/2023",
        "valid_until": "01/08/2038",
        "pages": 6,
    }
    assert not SigningSession.objects.exists()


def test_a_certificate_of_somebody_else_is_refused(desk: Desk) -> None:
    colleague = desk.small_class.keys.key(f"{desk.school}-GV03")
    status, code, _ = told(
        post(desk.browser(), ADDRESS, desk.ask(certificate=in_base64(colleague)))
    )
    assert (status, code) == (HTTPStatus.CONFLICT, "SAI_CHUNG_THU")


def test_a_colleague_with_the_same_role_does_not_sign_in_the_teachers_browser(desk: Desk) -> None:
    """Both are homeroom teachers of the school, so the binding alone would let it pass."""
    theirs = signed_in(f"{desk.school}-GV01")
    status, code, text = told(post(theirs, ADDRESS, desk.ask()))
    assert (status, code) == (HTTPStatus.CONFLICT, "SAI_CHUNG_THU")
    assert "của người khác" in text


def test_a_card_that_the_service_cannot_sign_with_is_told(desk: Desk) -> None:
    elliptic = desk.small_class.keys.key(f"{desk.school}-GV01")
    status, code, text = told(
        post(desk.browser(), ADDRESS, desk.ask(certificate=in_base64(elliptic)))
    )
    assert (status, code) == (HTTPStatus.CONFLICT, "THUAT_TOAN")
    assert "khoá RSA" in text


@pytest.mark.parametrize("text", ["", "không phải", "AAAA", "MIIB"])
def test_what_is_no_certificate_is_told(desk: Desk, text: str) -> None:
    assert told(post(desk.browser(), ADDRESS, desk.ask(certificate=text)))[1] == "CHUNG_THU_HONG"


def test_a_class_with_nothing_left_says_so(desk: Desk) -> None:
    desk.small_class.sign(desk.small_class.signers)
    assert told(post(desk.browser(), ADDRESS, desk.ask()))[1] == "HET_LUOT"


def test_a_turn_that_could_not_be_is_like_a_class_that_does_not_exist(desk: Desk) -> None:
    unknown = told(post(desk.browser(), ADDRESS, desk.ask(truong="01X999")))
    assert unknown[:2] == (HTTPStatus.NOT_FOUND, "KHONG_CO_LOP")
    for change in ({"vai": "SOGDDT"}, {"vai": ["GVCN"]}, {"lop": ""}, {"thay": "X" * 30}):
        assert told(post(desk.browser(), ADDRESS, desk.ask(**change))) == unknown
    for name, stranger in desk.strangers().items():
        assert told(post(stranger, ADDRESS, desk.ask())) == unknown, name


def test_before_the_appointment_there_is_no_such_class(desk: Desk) -> None:
    clock.start_at(NOW - timedelta(days=330))
    assert told(post(desk.browser(), ADDRESS, desk.ask()))[1] == "KHONG_CO_LOP"


def test_who_is_not_signed_in_or_comes_without_the_forms_token_gets_nothing(desk: Desk) -> None:
    assert post(Client(), ADDRESS, desk.ask()).status_code == HTTPStatus.UNAUTHORIZED
    foreign = desk.browser(enforce_csrf_checks=True)
    assert post(foreign, ADDRESS, desk.ask()).status_code == HTTPStatus.FORBIDDEN
    assert desk.browser().get(ADDRESS).status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"certificate": 7}'])
def test_a_broken_request_is_told_in_one_sentence(desk: Desk, body: bytes) -> None:
    answer = desk.browser().post(ADDRESS, body, content_type="application/json")
    assert told(answer)[:2] == (HTTPStatus.BAD_REQUEST, "YEU_CAU_HONG")
    as_form = desk.browser().post(ADDRESS, {"certificate": "x"})
    assert as_form.status_code == HTTPStatus.BAD_REQUEST
