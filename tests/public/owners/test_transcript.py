"""``/toi/hoc-ba/<code>`` and its printed copy: to whom it opens, and that each time is logged."""

from __future__ import annotations

from http import HTTPStatus
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from hocba.adapters import clock
from hocba.public.copies.models import IssuedCopy
from hocba.public.owners.models import Form, Ground, Opening
from tests.public.owners.conftest import CHILD, GROWN, OTHER_CHILD
from tests.public.people import account, browser_of
from tests.public.transcripts import NEXT_JUNE, NOBODYS_CODE, accept, lock_page, move_on


def page_of(code):
    return f"/toi/hoc-ba/{code}"


def pdf_of(code):
    return f"/toi/hoc-ba/{code}/ban-in"


def test_a_mother_reads_her_childs_transcript_and_the_look_is_logged(mother, code):
    response = mother.get(page_of(code))
    assert f"Học bạ của {CHILD.pupil.full_name}" in response.content.decode()
    (line,) = Opening.objects.all()
    assert (line.ground, line.form, line.years) == (Ground.PARENT, Form.SCREEN, ["2023-2024"])


def test_it_spans_all_schools_and_years(mother, code):
    assert move_on(1) == code
    clock.start_at(NEXT_JUNE)
    html = mother.get(page_of(code)).content.decode()
    for fact in ("NĂM HỌC 2023-2024", "Trường Tiểu học Kim Đồng", "NĂM HỌC 2024-2025"):
        assert fact in html
    assert "Trường Tiểu học Lê Lợi" in html
    assert Opening.objects.get().years == ["2023-2024", "2024-2025"]


def test_the_pdf_is_a_numbered_copy_in_the_owners_name(grown_up):
    browser, code = grown_up
    pdf = PdfReader(BytesIO(browser.post(pdf_of(code)).content))
    assert GROWN.pupil.full_name in pdf.pages[0].extract_text()
    assert IssuedCopy.objects.get().given_to.startswith("owner:")
    assert Opening.objects.get().form == Form.PDF


def test_a_look_that_cannot_be_logged_is_not_granted(mother, code, monkeypatch):
    monkeypatch.setattr(Opening.objects, "bulk_create", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        mother.get(page_of(code))


class TestWhoMayNot:
    def test_insecure_direct_object_reference(self, mother, stranger):
        """Another pupil's code in the address looks like a code that nobody has."""
        others = lock_page(OTHER_CHILD)
        for browser in (mother, stranger):
            for address in (page_of(others), page_of(NOBODYS_CODE)):
                response = browser.get(address)
                assert response.status_code == HTTPStatus.NOT_FOUND
                assert OTHER_CHILD.pupil.full_name not in response.content.decode()
            assert browser.post(pdf_of(others)).status_code == HTTPStatus.NOT_FOUND
        assert not Opening.objects.exists()

    def test_a_pupil_under_age(self, code):
        browser = browser_of(account(CHILD.pupil.personal_id))
        assert browser.get(page_of(code)).status_code == HTTPStatus.NOT_FOUND

    @pytest.mark.usefixtures("register")
    def test_an_accepted_page_is_not_shown_before_it_is_locked(self):
        code = accept(GROWN)
        browser = browser_of(account(GROWN.pupil.personal_id))
        assert browser.get(page_of(code)).status_code == HTTPStatus.NOT_FOUND

    def test_nobody_who_is_not_signed_in(self, code):
        assert Client().get(page_of(code)).url.startswith("/dang-nhap")
        assert Client().post(pdf_of(code)).url.startswith("/dang-nhap")

    @pytest.mark.usefixtures("mother")
    def test_another_site_cannot_have_a_copy_made(self, code):
        strict = browser_of(account("001184000123"), enforce_csrf=True)
        assert strict.post(pdf_of(code)).status_code == HTTPStatus.FORBIDDEN
        assert not IssuedCopy.objects.exists()
