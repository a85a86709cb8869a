"""A teacher signs with the token in their own computer, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from threading import Event

import pytest
from playwright.sync_api import Page, expect

from hocba.core.lifecycle import State
from hocba.school.signing.models import SigningSession
from tests.school.signing import sign_service
from tests.school.signing.desk import SESSION, Desk
from tests.school.signing.sign_service import Deed, SignService, babble, sign_with

pytestmark = [
    pytest.mark.tools("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
CLASS = "/ky-so/lop?vai=GVCN&truong=01P22T001&nam=2023-2024&lop=4A1"


@pytest.fixture
def tab(open_tab, desk: Desk) -> Iterator[Page]:
    """The teacher's browser; whatever the Content Security Policy blocks is a failure."""
    with open_tab(desk.teacher) as tab:
        yield tab


def begin(tab: Page) -> None:
    """From the list of classes through the certificate into the session."""
    tab.goto("/ky-so")
    tab.get_by_role("link", name="Ký 6 học bạ lớp 4A1").click()
    tab.get_by_role("button", name="Ký 6 học bạ", exact=True).click()
    tab.get_by_role("button", name="Đúng chứng thư này, ký 6 học bạ").click()


def signed_count(desk: Desk) -> int:
    return len(desk.small_class.pages(state=State.SIGNED))


def goes_on(tab: Page, desk: Desk, left: int) -> None:
    tab.get_by_role("button", name=f"Ký tiếp {left} học bạ").click()
    tab.get_by_text("Đã ký xong 6 học bạ.").wait_for()
    assert signed_count(desk) == 6


def test_a_class_is_signed_once_the_certificate_was_shown_and_confirmed(tab, desk, service):
    tab.goto("/ky-so")
    tab.get_by_role("link", name="Ký 6 học bạ lớp 4A1").click()
    tab.get_by_role("button", name="Ký 6 học bạ", exact=True).click()
    card = tab.locator("#card")
    for text in ("Lê Thị Mẫu Ba", "Trường Tiểu học Phú Lương I", "Cấp phát trình diễn"):
        card.get_by_text(text).wait_for()
    assert service.signatures_asked == 0
    card.get_by_role("button").click()
    tab.get_by_text("Đã ký xong 6 học bạ.").wait_for()
    assert tab.get_by_text("6/6 học bạ đã ký").is_visible()
    assert (signed_count(desk), service.signatures_asked) == (6, 6)
    tab.get_by_role("link", name="Ký học bạ").click()
    tab.get_by_text("Hiện không có học bạ nào chờ bạn ký.").wait_for()


HALF_WAY: dict[str, tuple[Deed, str]] = {
    "refusal by the person": (
        sign_service.refuse,
        "Phần mềm ký số không ký: «Người dùng huỷ thao tác ký»",
    ),
    "disconnection": (sign_service.hang_up, "Mất kết nối với phần mềm ký số giữa chừng"),
    "no JSON": (babble("<html>"), "trả lời không đúng dạng"),
    "no object": (babble("null"), "trả lời không đúng dạng"),
    "no signature": (babble('{"Status": 0}'), "trả lời không đúng dạng"),
}


@pytest.mark.parametrize("trouble", HALF_WAY)
def test_what_breaks_half_way_is_told_and_a_second_try_signs_the_rest(tab, desk, service, trouble):
    deed, sentence = HALF_WAY[trouble]
    service.deeds[3] = deed
    begin(tab)
    expect(tab.get_by_role("alert")).to_contain_text(sentence)
    expect(tab.get_by_text("2/6 học bạ đã ký")).to_be_visible()
    assert (signed_count(desk), service.signatures_asked) == (2, 3)
    goes_on(tab, desk, 4)


def test_time_out(tab, desk, service, settings):
    settings.HOCBA_SIGN_SERVICE_PATIENCE = 1
    service.deeds[3] = sign_service.keep_silent
    begin(tab)
    expect(tab.get_by_role("alert")).to_contain_text("Phần mềm ký số chưa trả lời")
    assert signed_count(desk) == 2
    goes_on(tab, desk, 4)


def test_another_card_half_way_stops_at_its_first_answer(tab, desk, service):
    colleague = desk.small_class.keys.key(f"{desk.school}-GV03")
    service.deeds[3] = sign_with(colleague)
    begin(tab)
    expect(tab.get_by_role("alert")).to_contain_text("chứng thư khác")
    assert (signed_count(desk), service.signatures_asked) == (2, 3)
    goes_on(tab, desk, 4)


def test_wrong_card_is_refused_before_its_key_is_used(tab, desk, service):
    service.key = desk.small_class.keys.key(f"{desk.school}-GV03")
    tab.goto(CLASS)
    tab.get_by_role("button", name="Ký 6 học bạ", exact=True).click()
    expect(tab.get_by_role("alert")).to_contain_text("không thuộc người có quyền ký")
    assert service.signatures_asked == 0
    assert not SigningSession.objects.exists()


def test_wrong_card_in_a_session_begun_with_another_is_not_asked_to_sign(tab, desk, service):
    service.deeds[3] = sign_service.refuse
    begin(tab)
    tab.get_by_role("alert").wait_for()
    service.key = desk.small_class.keys.key(f"{desk.school}-GV03")
    tab.get_by_role("button", name="Ký tiếp 4 học bạ").click()
    expect(tab.get_by_role("alert")).to_contain_text("chứng thư khác")
    assert service.signatures_asked == 3
    service.key = desk.key
    goes_on(tab, desk, 4)


def test_service_not_running(tab, desk, service):
    service.server.shutdown()
    service.server.socket.close()
    tab.goto(CLASS)
    tab.get_by_role("button", name="Ký 6 học bạ", exact=True).click()
    expect(tab.get_by_role("alert")).to_contain_text("Không thấy phần mềm VGCA Sign Service")
    assert tab.get_by_role("button", name="Ký 6 học bạ", exact=True).is_enabled()
    assert signed_count(desk) == 0


def test_an_answer_for_another_hash_fails_its_page_alone(tab, desk, service):
    service.deeds[3] = sign_service.sign_another_hash
    begin(tab)
    tab.get_by_text("Còn 1 học bạ chưa ký được").wait_for()
    failed = tab.locator("li[data-state=failed]")
    expect(failed).to_have_count(1)
    expect(failed).to_contain_text("chữ ký không đúng")
    assert (signed_count(desk), service.signatures_asked) == (5, 6)
    goes_on(tab, desk, 1)
    expect(tab.locator("li[data-state=signed]")).to_have_count(6)


def test_a_session_survives_pause_and_reload_and_is_found_again(tab, desk, service):
    go_on = Event()
    service.deeds[2] = partial(_once_told, go_on)
    begin(tab)
    expect(tab.locator("#status")).to_contain_text("Còn khoảng")
    tab.get_by_role("button", name="Tạm dừng").click()
    go_on.set()
    expect(tab.locator("#status")).to_contain_text("Đã tạm dừng.")
    assert signed_count(desk) == 2
    tab.reload()
    expect(tab.get_by_text("2/6 học bạ đã ký")).to_be_visible()
    tab.goto("/ky-so")
    tab.get_by_role("link", name="Ký tiếp 4 học bạ").click()
    goes_on(tab, desk, 4)


def _once_told(go_on: Event, service: SignService, digest: bytes) -> str:
    go_on.wait(10)
    return sign_service.good(service, digest)


def test_what_is_left_can_be_called_off(tab, desk, service):
    service.deeds[3] = sign_service.refuse
    begin(tab)
    tab.get_by_role("alert").wait_for()
    tab.get_by_role("button", name="Thôi ký những học bạ còn lại").click()
    tab.get_by_text("Phiên ký đã được huỷ; 4 học bạ chưa ký.").wait_for()
    tab.goto("/ky-so")
    expect(tab.get_by_role("link", name="Ký 4 học bạ lớp 4A1")).to_be_visible()


def test_a_line_that_breaks_keeps_the_values_and_sends_them_again(tab, desk, service):
    tab.context.route("**/chu-ky", lambda route: route.abort())
    begin(tab)
    expect(tab.get_by_role("alert")).to_contain_text("Không gửi được lên máy chủ")
    assert signed_count(desk) == 0
    tab.context.unroute("**/chu-ky")
    tab.get_by_role("button", name="Ký tiếp 6 học bạ").click()
    tab.get_by_text("Đã ký xong 6 học bạ.").wait_for()
    assert (signed_count(desk), service.signatures_asked) == (6, 6)


def test_keys_alone_do_everything(tab, desk, service):
    tab.goto(CLASS)
    _tab_to(tab, "Ký 6 học bạ")
    tab.keyboard.press("Enter")
    confirm = tab.get_by_role("button", name="Đúng chứng thư này, ký 6 học bạ")
    expect(confirm).to_be_focused()
    tab.keyboard.press("Enter")
    tab.get_by_text("Đã ký xong 6 học bạ.").wait_for()


def _tab_to(tab: Page, name: str) -> None:
    button = tab.get_by_role("button", name=name, exact=True)
    for _ in range(12):
        if button.evaluate("each => each === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"no way to «{name}» by the keyboard")


def test_attack_a_page_in_another_site_opens_our_endpoints(tab, desk, service, live_server):
    """It comes from another port of the same computer, so the teacher's cookie goes along."""
    client = desk.open()
    address = f"{live_server.url}/ky-so/phien/{SESSION}"
    stolen = {"certificate": desk.certificate, "values": desk.values(desk.items(client))}
    evil = "http://localhost:9/"
    tab.context.route(evil, lambda route: route.fulfill(body="<p>evil", content_type="text/html"))
    arrived: list[int] = []
    tab.on("response", lambda answer: answer.url != evil and arrived.append(answer.status))
    tab.goto(evil)
    said = tab.evaluate(FOREIGN_CALLS, [address, json.dumps(stolen)])
    assert said == ["kept from the page"] * 3
    assert set(arrived) <= {HTTPStatus.OK, HTTPStatus.FORBIDDEN}
    assert signed_count(desk) == 0
    assert SigningSession.objects.get().closed_at is None


FOREIGN_CALLS = """
    async ([address, values]) => {
        const call = (end, options) => fetch(address + end, {credentials: "include", ...options})
            .then(answer => answer.text(), () => "kept from the page");
        const post = body => ({
            method: "POST", mode: "no-cors", body, headers: {"Content-Type": "text/plain"},
        });
        return [
            await call("/can-ky"),
            await call("/chu-ky", post(values)),
            await call("/huy", post("{}")),
        ];
    }
"""
