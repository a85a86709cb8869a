"""The pages behind the sign-in are English where the address says so."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from hocba.public.owners.models import Grant
from tests.public.english import vietnamese
from tests.public.organisations.conftest import (
    APPLICANT,
    applicant,
    legal_basis,
    line_of,
    office,
    officer,
)
from tests.public.owners.conftest import CHILD, GROWN, code, grown_up, mother, stranger
from tests.public.people import MOTHER_NAME
from tests.public.transcripts import NOBODYS_CODE

__all__ = ["applicant", "code", "grown_up", "mother", "office", "officer", "stranger"]
NAMES = (
    *(CHILD.pupil.full_name, GROWN.pupil.full_name, APPLICANT.pupil.full_name),
    *(MOTHER_NAME, "Người Lạ", "Ngô Văn Tuyển", "Cơ quan DH-QG"),
)
"""Of the people who are signed in, and the organisation."""

LEAVE = {"nam_hoc": ["2023-2024"], "muc_dich": "x", "den_ngay": "31/07/2024"}


def untranslated(response, status=HTTPStatus.OK):
    assert response.status_code == status
    return vietnamese(response, *NAMES)


def test_what_an_owner_has(mother, code):
    mother.get(f"/en/toi/hoc-ba/{code}")
    mother.post(f"/en/toi/hoc-ba/{code}/ban-in")
    for address in ("", f"/hoc-ba/{code}", f"/hoc-ba/{code}/da-xem", f"/hoc-ba/{code}/cho-phep"):
        assert untranslated(mother.get(f"/en/toi{address}")) == [], address


def test_nothing_that_is_ones_own(stranger):
    assert untranslated(stranger.get("/en/toi")) == []


def test_leave_by_a_link_for_an_organisation_refused_and_taken_back(mother, code, office):
    page = f"/en/toi/hoc-ba/{code}/cho-phep"
    assert untranslated(mother.post(page, {}), HTTPStatus.BAD_REQUEST) == []
    assert untranslated(mother.post(page, LEAVE | {"noi_nhan": "duong-dan"})) == []
    assert untranslated(mother.post(page, LEAVE | {"noi_nhan": office.code}, follow=True)) == []
    wrong = LEAVE | {"noi_nhan": "duong-dan", "den_ngay": "31/07/2030"}
    assert untranslated(mother.post(page, wrong), HTTPStatus.BAD_REQUEST) == []
    mother.post(f"/en/toi/cho-phep/{Grant.objects.first().pk}/thu-hoi")
    assert untranslated(mother.get(page)) == []


@pytest.mark.usefixtures("applicant")
def test_what_an_organisation_has(officer, office):
    legal_basis(office)
    assert untranslated(officer.get("/en/co-quan")) == []
    assert untranslated(officer.get("/en/toi")) == []
    rows = "\n".join([line_of(APPLICANT), "12", NOBODYS_CODE, f"{NOBODYS_CODE};1;2"])
    assert untranslated(officer.post("/en/co-quan", {"danh_sach": rows})) == []
    assert (
        untranslated(officer.post("/en/co-quan", {"danh_sach": ""}), HTTPStatus.BAD_REQUEST) == []
    )


def test_what_one_may_not(stranger):
    assert untranslated(stranger.get("/en/co-quan"), HTTPStatus.FORBIDDEN) == []
    refused = stranger.get(f"/en/toi/hoc-ba/{NOBODYS_CODE}")
    assert untranslated(refused, HTTPStatus.NOT_FOUND) == []
