"""``/rut-chu-ky``: the head chooses pages and says why; nobody else may; no script is needed."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client

from hocba.core.lifecycle import State
from hocba.school.pages.models import JournalEntry, PageVersion
from tests.public.browsing import too_wide
from tests.public.test_accessible import LOOKS, findings
from tests.school.signing.desk import Desk, signed_in

START, CLASS = "/rut-chu-ky", "/rut-chu-ky/lop"
QUERY = "?vai=HIEUTRUONG&truong=01P22T001&nam=2023-2024&lop=4A1"
ADDRESS = CLASS + QUERY


@pytest.fixture
def signed(desk: Desk) -> Desk:
    desk.small_class.sign(desk.small_class.signers)
    return desk


@pytest.fixture
def head(signed: Desk) -> Client:
    return signed_in(f"{signed.school}-HT")


def issued() -> list[str]:
    pages = PageVersion.objects.filter(state=State.ISSUED).order_by("id")
    return list(pages.values_list("transcript_id", flat=True))


def test_the_head_finds_the_class_from_the_signing_page(head):
    assert START in head.get("/ky-so").content.decode()
    page = head.get(START).content.decode()
    assert "Chọn trong 6 học bạ lớp 4A1" in page
    assert QUERY.removeprefix("?").replace("&", "&amp;") in page


def test_chosen_pages_are_drafts_again_and_the_class_tells_it(head):
    one, other, *left = issued()
    answer = head.post(ADDRESS, {"hoc_ba": [one, other], "ly_do": "Cô Lan: sai ngày sinh"})
    assert answer.status_code == HTTPStatus.FOUND
    page = head.get(answer.headers["Location"]).content.decode()
    assert page.count("nháp") == 3  # the third has not completed the class
    assert issued() == left
    line = JournalEntry.objects.get(action="withdraw")
    assert (line.actor, line.count, line.reason) == ("01P22T001-HT", 2, "Cô Lan: sai ngày sinh")


@pytest.mark.parametrize(
    ("choose", "reason", "told"),
    [
        (False, "Sai", "Hãy chọn ít nhất một học bạ."),
        (True, " ", "Hãy ghi lí do rút chữ ký."),
        (True, "x" * 401, "Lí do dài nhất 400 kí tự."),
    ],
)
def test_what_is_missing_is_told_and_what_was_chosen_stays_chosen(head, choose, reason, told):
    before = issued()
    answer = head.post(ADDRESS, {"hoc_ba": before[:1] if choose else [], "ly_do": reason})
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert told in page
    assert page.count(" checked") == int(choose)
    assert issued() == before


def test_a_page_that_was_packed_meanwhile_is_not_among_those_to_choose(head):
    one, other, *left = issued()
    PageVersion.objects.filter(transcript=one).update(state=State.REPORTED)
    answer = head.post(ADDRESS, {"hoc_ba": [one, other], "ly_do": "Sai"})
    assert "Có học bạ không còn rút chữ ký được" in answer.content.decode()
    assert issued() == [other, *left]


def test_when_nothing_is_signed_there_is_nothing_to_choose(desk: Desk):
    head = signed_in(f"{desk.school}-HT")
    assert "không có học bạ nào còn rút được chữ ký" in head.get(START).content.decode()
    assert "không có học bạ nào còn rút được chữ ký" in head.get(ADDRESS).content.decode()


def test_who_may_not_sees_no_class_and_withdraws_nothing(signed: Desk):
    strangers = {
        "teacher": signed_in(signed.teacher),
        "another school's head": signed_in("01C055-HT"),
        "nobody on a staff": signed_in("KHONG-CO"),
    }
    before = issued()
    body = {"hoc_ba": before, "ly_do": "Sai"}
    for name, stranger in strangers.items():
        assert b"4A1" not in stranger.get(START).content, name
        assert stranger.get(ADDRESS).status_code != HTTPStatus.OK, name
        assert stranger.post(ADDRESS, body).status_code != HTTPStatus.FOUND, name
    for address in (START, ADDRESS):
        answer = Client().get(address)
        assert answer.status_code == HTTPStatus.FOUND
        assert answer.headers["Location"].startswith("/dang-nhap")
    assert issued() == before


def test_attack_a_teachers_turn_or_another_schools_is_no_heads(head):
    body = {"hoc_ba": issued(), "ly_do": "Sai"}
    for changed in (
        ADDRESS.replace("HIEUTRUONG", "GVCN"),
        ADDRESS.replace("01P22T001", "01C055"),
        CLASS,
    ):
        assert head.post(changed, body).status_code == HTTPStatus.NOT_FOUND


def test_attack_a_page_of_another_site_cannot_withdraw_in_the_heads_name(signed: Desk):
    head = signed_in(f"{signed.school}-HT", enforce_csrf_checks=True)
    before = issued()
    answer = head.post(ADDRESS, {"hoc_ba": before, "ly_do": "Sai"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert issued() == before


@pytest.mark.tools("chromium")
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(open_tab, signed, language, width, scheme):
    with open_tab(f"{signed.school}-HT") as tab:
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=scheme)
        for address in (START, ADDRESS):
            tab.goto(f"/{language}{address}")
            assert findings(tab) == [], address
            assert too_wide(tab) == [], address
        tab.locator("button", has_text="Withdraw" if language == "en" else "Rút chữ ký").click()
        tab.locator("#co-loi").wait_for()
        assert findings(tab) == []


@pytest.mark.tools("chromium")
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_head_withdraws_with_the_keyboard_alone(open_tab, signed):
    first = issued()[0]
    with open_tab(f"{signed.school}-HT") as tab:
        tab.goto(ADDRESS)
        tab.focus("#hoc_ba_1")
        tab.keyboard.press("Space")
        tab.focus("#ly_do")
        tab.keyboard.type("Sai ngày sinh")
        tab.keyboard.press("Enter")
        tab.get_by_role("heading", level=1).get_by_text("Học bạ lớp 4A1").wait_for()
    assert first not in issued()
