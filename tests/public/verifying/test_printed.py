"""Paper checked by its two numbers: who holds both learns what was issued, and no content."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

import pytest

from hocba.adapters.pades import Seal
from hocba.core.record import Event
from hocba.public.copies.issuing import issue
from hocba.public.copies.models import IssuedCopy
from hocba.public.copies.serials import draw
from hocba.public.lookup.models import Look
from hocba.public.lookup.transcripts import transcripts
from hocba.public.verifying import printed
from hocba.registry.intake.models import RegisteredPage
from tests.adapters.pades.examples import office, sealed
from tests.core.signature import pki
from tests.public.lookup.test_views import text
from tests.public.transcripts import NOBODYS_CODE, accept, lock_page, second_fact
from tests.public.verifying.test_views import send
from tests.registry.school import NOW, TRUST, answer, faults, packet, page

pytestmark = pytest.mark.usefixtures("register")
PATH = "/kiem-tra/ban-in"
PAGE = page(1)


@pytest.fixture
def copy(visitor):
    """A copy that a parent fetched: its bytes, and its line in the log."""
    code = lock_page(PAGE)
    pdf = visitor.post(f"/tra-cuu/{code}/ban-in", second_fact(PAGE)).content
    return pdf, IssuedCopy.objects.get()


def ask(visitor, serial, code, **options):
    return visitor.post(PATH, {"so": serial, "ma": code}, **options)


def test_the_form_asks_for_both_numbers(visitor):
    response = visitor.get(PATH)
    assert response.status_code == HTTPStatus.OK
    assert "Số bản in" in text(response)
    assert "Mã tra cứu" in text(response)


def test_both_numbers_tell_what_was_issued(visitor, copy):
    _, row = copy
    told = text(ask(visitor, row.serial.lower().replace("-", " "), row.lookup_code))
    assert "Vẫn là bản hiện hành." in told
    assert "Năm học 2023-2024, phiên bản 1: đã chốt, đang có hiệu lực" in told


def test_no_content_and_nobodys_name_is_shown(visitor, copy):
    _, row = copy
    told = text(ask(visitor, row.serial, row.lookup_code))
    for secret in (PAGE.pupil.full_name, PAGE.pupil.personal_id, "12/03/2014", row.given_to):
        assert secret not in told


def test_a_serial_number_with_another_code_is_as_unknown_as_no_number(visitor, copy):
    _, row = copy
    wrong = ask(visitor, row.serial, NOBODYS_CODE)
    unknown = ask(visitor, "0000-0000-0000", NOBODYS_CODE)
    assert wrong.status_code == unknown.status_code == HTTPStatus.NOT_FOUND
    assert text(wrong).replace(row.serial, "") == text(unknown).replace("0000-0000-0000", "")


def test_what_is_no_number_is_explained_beside_its_field(visitor):
    response = ask(visitor, "12", "xyz")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "Số bản in gồm 12 chữ số và chữ cái" in text(response)
    assert "Mã tra cứu gồm 32 kí tự" in text(response)


def test_every_try_is_logged(visitor, copy):
    _, row = copy
    before = Look.objects.count()
    ask(visitor, row.serial, row.lookup_code)
    ask(visitor, row.serial, NOBODYS_CODE)
    assert list(Look.objects.order_by("pk").values_list("shown", flat=True))[before:] == [
        True,
        False,
    ]


def test_numbers_cannot_be_tried_without_end(visitor, monkeypatch):
    monkeypatch.setattr(printed, "NUMBERS", replace(printed.NUMBERS, most=1))
    ask(visitor, "0000-0000-0000", NOBODYS_CODE)
    response = ask(visitor, "0000-0000-0000", NOBODYS_CODE)
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_a_foreign_page_cannot_ask_in_a_visitors_name(visitor):
    response = ask(
        visitor, "0000-0000-0000", NOBODYS_CODE, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == HTTPStatus.FORBIDDEN


def test_another_method_is_refused(visitor):
    assert visitor.put(PATH).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_copy_that_is_dropped_is_held_against_the_log(visitor, copy):
    pdf, row = copy
    told = text(send(visitor, pdf))
    assert "Hợp lệ: Bản in PDF" in told
    assert "Bản in đúng là những gì đã ký" in told
    assert "là mục 1 trong 1 mục của sổ cái" in told
    assert "Vẫn là bản hiện hành." in told
    assert row.serial in told


def test_a_file_that_the_log_has_not_is_not_called_invalid(visitor):
    told = text(send(visitor, sealed(at=NOW)))
    assert "Hợp lệ: Bản in PDF" in told
    assert "Chưa tìm thấy tệp này trong sổ cấp bản in" in told


@pytest.fixture
def overtaken():
    """A copy of a draft, whose page the school has replaced since: its bytes and its numbers."""
    code, serial = accept(PAGE), draw()
    waiting = transcripts(RegisteredPage.objects.filter(live_code=code), trust=TRUST, at=NOW)
    seal = Seal(pki.signer(office()))
    (pdf,) = issue([waiting[code]], seal=seal, to="operator:văn-thư", at=NOW,
                   new_serial=lambda: serial)  # fmt: skip
    newer = replace(page(1, version=2), event=Event.UPDATE)
    assert faults(answer(packet(newer, number=2))) == [set()]
    return pdf, serial, code


def test_a_dropped_copy_of_a_page_since_replaced_says_so_and_is_still_valid(visitor, overtaken):
    pdf, _, _ = overtaken
    told = text(send(visitor, pdf))
    assert "Hợp lệ: Bản in PDF" in told
    assert "đã được thay bằng phiên bản mới hơn (2)" in told
    assert "Không hợp lệ" not in told


def test_paper_of_a_page_since_replaced_says_so(visitor, overtaken):
    _, serial, code = overtaken
    told = text(ask(visitor, serial, code))
    assert "đã được thay bằng phiên bản mới hơn (2)" in told
    assert "hợp lệ" not in told.lower()
