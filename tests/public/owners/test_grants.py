"""``/toi/hoc-ba/<code>/cho-phep`` and taking leave back: who may give it, for what, how long."""

from __future__ import annotations

import re
from datetime import date
from http import HTTPStatus
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from openpyxl import load_workbook

from hocba.parties.accounts.models import Organisation
from hocba.public.owners.models import Grant
from tests.public.owners.conftest import CHILD
from tests.public.people import MOTHER_ID, account, browser_of

WISH = {
    "nam_hoc": ["2023-2024"],
    "noi_nhan": "duong-dan",
    "muc_dich": "Chuyển trường",
    "den_ngay": "31/07/2024",
}


@pytest.fixture
def university(register):
    return Organisation.objects.create(
        code="DH-QG", name="Đại học Quốc gia", valid_from=date(2024, 1, 1)
    )


def address(code):
    return f"/toi/hoc-ba/{code}/cho-phep"


def test_a_link_is_shown_once_and_kept_as_a_digest(mother, code):
    html = mother.post(address(code), WISH).content.decode()
    secret = re.search(r"/xem/([A-Za-z0-9_-]{43})", html)[1]
    grant = Grant.objects.get()
    assert (grant.personal_id, grant.years) == (CHILD.pupil.personal_id, ["2023-2024"])
    assert len(bytes(grant.secret)) == 32
    assert secret not in mother.get(address(code)).content.decode()


def test_leave_for_an_organisation(mother, code, university):
    assert mother.post(address(code), WISH | {"noi_nhan": "DH-QG"}).url == address(code)
    assert Grant.objects.get().organisation == university
    assert "Đại học Quốc gia" in mother.get(address(code)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"nam_hoc": []}, "chọn ít nhất một năm học"),
        ({"nam_hoc": ["2019-2020"]}, "năm"),
        ({"noi_nhan": "KHONG-CO"}, "chọn ai được xem"),
        ({"muc_dich": " "}, "ghi mục đích"),
        ({"den_ngay": "mai"}, "dạng ngày/tháng/năm"),
        ({"den_ngay": "20/06/2024"}, "sau hôm nay và trong vòng một năm"),
        ({"den_ngay": "31/12/2030"}, "sau hôm nay và trong vòng một năm"),
    ],
)
def test_what_makes_no_sense_is_explained_and_what_was_typed_is_kept(mother, code, wrong, words):
    response = mother.post(address(code), WISH | wrong)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    html = response.content.decode()
    assert words in html
    assert 'role="alert"' in html
    assert wrong.get("muc_dich", "Chuyển trường").strip() in html
    assert not Grant.objects.exists()


def test_leave_is_taken_back_at_once_and_for_good(mother, code):
    mother.post(address(code), WISH)
    back = f"/toi/cho-phep/{Grant.objects.get().pk}/thu-hoi"
    mother.post(back)
    assert Grant.objects.get().revoked_at is not None
    assert "đã thu hồi lúc" in mother.get(address(code)).content.decode()
    assert mother.post(back).status_code == HTTPStatus.NOT_FOUND


class TestWhoMayNot:
    def test_insecure_direct_object_reference(self, mother, stranger, code):
        mother.post(address(code), WISH)
        grant = Grant.objects.get()
        assert stranger.get(address(code)).status_code == HTTPStatus.NOT_FOUND
        assert stranger.post(address(code), WISH).status_code == HTTPStatus.NOT_FOUND
        for wanted in (grant.pk, uuid4()):
            response = stranger.post(f"/toi/cho-phep/{wanted}/thu-hoi")
            assert response.status_code == HTTPStatus.NOT_FOUND
        grant.refresh_from_db()
        assert grant.revoked_at is None
        assert Grant.objects.count() == 1

    def test_csrf_on_grant(self, mother, code):
        mother.post(address(code), WISH)
        strict = browser_of(account(MOTHER_ID), enforce_csrf=True)
        assert strict.post(address(code), WISH).status_code == HTTPStatus.FORBIDDEN
        back = f"/toi/cho-phep/{Grant.objects.get().pk}/thu-hoi"
        assert strict.post(back).status_code == HTTPStatus.FORBIDDEN
        assert Grant.objects.get().revoked_at is None

    def test_nobody_who_is_not_signed_in(self, code):
        assert Client().post(address(code), WISH).url.startswith("/dang-nhap")
        assert Client().post(f"/toi/cho-phep/{uuid4()}/thu-hoi").url.startswith("/dang-nhap")
        assert not Grant.objects.exists()


def test_the_list_can_be_taken_home_and_by_nobody_else(mother, stranger, code, university):
    mother.post(address(code), WISH | {"noi_nhan": university.code})
    table = f"{address(code)}?tai=da-cho"
    sheet = load_workbook(BytesIO(mother.get(table).content)).active
    (row,) = list(sheet.iter_rows(values_only=True))[1:]
    assert row[:3] == (university.name, "2023-2024", "Chuyển trường")
    assert stranger.get(table).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(table).status_code == HTTPStatus.FOUND
