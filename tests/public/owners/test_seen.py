"""``/toi/hoc-ba/<code>/da-xem``: who looked, why, and which copies there are."""

from __future__ import annotations

import re
from http import HTTPStatus
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from hocba.adapters.tables import WORKBOOK
from tests.public.owners.conftest import CHILD
from tests.public.people import MOTHER_NAME
from tests.public.transcripts import NOBODYS_CODE, second_fact, wrong_fact


def told(browser, code):
    html = browser.get(f"/toi/hoc-ba/{code}/da-xem").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_it_tells_looks_by_code_by_right_and_the_ones_that_were_refused(mother, code, visitor):
    visitor.post(f"/tra-cuu/{code}", wrong_fact(CHILD))
    visitor.post(f"/tra-cuu/{code}", second_fact(CHILD))
    mother.get(f"/toi/hoc-ba/{code}")
    words = told(mother, code)
    assert words.count("Người tra cứu không đăng nhập") == 2
    assert words.count("(không được xem)") == 1
    assert "Phạm Thị Hoa Xem trên màn hình: 2023-2024 Cha mẹ, người giám hộ" in words


def test_it_tells_the_copies_with_their_numbers(mother, code):
    assert "Chưa cấp bản in nào." in told(mother, code)
    mother.post(f"/toi/hoc-ba/{code}/ban-in")
    words = told(mother, code)
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", words)
    assert "Chủ học bạ hoặc cha mẹ vẫn là bản hiện hành" in words


def test_it_costs_the_same_however_often_somebody_looked(mother, code, visitor):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            told(mother, code)
        return len(asked)

    before = queries()
    for _ in range(5):
        visitor.post(f"/tra-cuu/{code}", second_fact(CHILD))
    assert queries() == before


def test_nobody_else_may_know(stranger, code):
    assert stranger.get(f"/toi/hoc-ba/{code}/da-xem").status_code == HTTPStatus.NOT_FOUND
    assert stranger.get(f"/toi/hoc-ba/{NOBODYS_CODE}/da-xem").status_code == HTTPStatus.NOT_FOUND
    assert Client().get(f"/toi/hoc-ba/{code}/da-xem").url.startswith("/dang-nhap")


def sheet_of(browser, address):
    """The rows of the workbook at an address, without its head."""
    response = browser.get(address)
    assert response.headers["Content-Type"] == WORKBOOK
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))[1:]


def test_both_lists_can_be_taken_home(mother, code):
    mother.get(f"/toi/hoc-ba/{code}")
    mother.post(f"/toi/hoc-ba/{code}/ban-in")
    page = f"/toi/hoc-ba/{code}/da-xem"
    looks = sheet_of(mother, f"{page}?tai=luot-xem")
    assert [(row[1], row[4]) for row in looks] == [(MOTHER_NAME, "có")] * 2
    (copy,) = sheet_of(mother, f"{page}?tai=ban-in")
    assert copy[2:] == ("Chủ học bạ hoặc cha mẹ", "vẫn là bản hiện hành")


@pytest.mark.parametrize("table", ["luot-xem", "ban-in"])
def test_nobody_else_may_take_them(stranger, code, table):
    address = f"/toi/hoc-ba/{code}/da-xem?tai={table}"
    assert stranger.get(address).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(address).status_code == HTTPStatus.FOUND
