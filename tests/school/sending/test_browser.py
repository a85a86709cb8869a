"""The clerk's part of the road from draft to packed, in a real browser with the token's service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from hocba.adapters import clock
from hocba.adapters.trust import load_trust
from hocba.core.lifecycle import Role, State
from hocba.core.signature import POLICY, verify
from hocba.core.verdict import Status
from hocba.school.pages.models import Packing, SentPacket
from tests.school.sending.counter import CLERK, Counter
from tests.school.signing import sign_service
from tests.school.signing.sign_service import Deed
from tests.school.signing.test_looks import look

pytestmark = [
    pytest.mark.tools("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def tab(open_tab, counter) -> Iterator[Page]:
    """The clerk's browser; whatever the Content Security Policy blocks is a failure."""
    with open_tab(CLERK) as tab:
        yield tab


def reported(counter: Counter) -> int:
    return len(counter.small_class.pages(state=State.REPORTED))


def begin(tab: Page) -> None:
    tab.goto("/nop-so")
    tab.get_by_role("link", name="Đóng gói 6 học bạ lớp 4A1").click()
    tab.get_by_role("button", name="Đóng gói 6 học bạ", exact=True).click()
    tab.get_by_role("button", name="Đúng chứng thư này, đóng gói 6 học bạ").click()


def goes_on(tab: Page, counter: Counter) -> None:
    tab.get_by_role("button", name="Ký gói tin").click()
    tab.get_by_role("link", name="Tải gói tin về (XML)").wait_for()
    assert reported(counter) == 6


def test_a_class_goes_from_signed_to_packed_in_the_browser(open_tab, drafted, service):
    """The teachers' and the head's browsers are in the tests of signing; this is the clerk's."""
    small_class = drafted.small_class
    small_class.sign([s for s in small_class.signers if s.role is not Role.SCHOOL])
    with open_tab(CLERK) as tab:
        tab.goto("/ky-so")
        tab.get_by_role("link", name="Ký 6 học bạ lớp 4A1").click()
        tab.get_by_role("button", name="Ký 6 học bạ", exact=True).click()
        tab.get_by_role("button", name="Đúng chứng thư này, ký 6 học bạ").click()
        tab.get_by_text("Đã ký xong 6 học bạ.").wait_for()
        tab.goto("/ky-so")
        tab.get_by_role("link", name="Nộp Sở").click()
        begin(tab)
        with tab.expect_download() as download:
            tab.get_by_role("link", name="Tải gói tin về (XML)").click()
        content = download.value.path().read_bytes()
    assert content == bytes(SentPacket.objects.get().content)
    trust = load_trust(small_class.keys.trust)
    assert verify(content, trust=trust, policy=POLICY, at=clock.now()).status is Status.PASSED
    assert service.signatures_asked == 7


TROUBLES: dict[str, tuple[Deed, str]] = {
    "refusal by the person": (sign_service.refuse, "Phần mềm ký số không ký"),
    "disconnection": (sign_service.hang_up, "Mất kết nối với phần mềm ký số giữa chừng"),
    "no JSON": (sign_service.babble("<html>"), "trả lời không đúng dạng"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_breaks_is_told_and_a_second_try_seals(tab, counter, service, trouble):
    deed, sentence = TROUBLES[trouble]
    service.deeds[1] = deed
    begin(tab)
    expect(tab.get_by_role("alert")).to_contain_text(sentence)
    assert reported(counter) == 0
    goes_on(tab, counter)


def test_time_out_and_a_page_that_was_closed(tab, counter, service, settings):
    settings.HOCBA_SIGN_SERVICE_PATIENCE = 1
    service.deeds[1] = sign_service.keep_silent
    begin(tab)
    expect(tab.get_by_role("alert")).to_contain_text("Phần mềm ký số chưa trả lời")
    tab.goto("/nop-so")
    tab.get_by_role("link", name="Ký gói tin 6 học bạ lớp 4A1").click()
    goes_on(tab, counter)


def test_wrong_card_is_refused_before_its_key_is_used(tab, counter, service):
    service.key = counter.small_class.keys.key(f"{counter.school}-GV03")
    tab.goto("/nop-so")
    tab.get_by_role("link", name="Đóng gói 6 học bạ lớp 4A1").click()
    tab.get_by_role("button", name="Đóng gói 6 học bạ", exact=True).click()
    expect(tab.get_by_role("alert")).to_contain_text("không thuộc người có quyền ký")
    assert service.signatures_asked == 0
    assert not Packing.objects.exists()


def test_another_card_at_the_seal_is_not_asked_or_believed(tab, counter, service):
    teacher = counter.small_class.keys.key(f"{counter.school}-GV03")
    service.deeds[1] = sign_service.sign_with(teacher)
    begin(tab)
    expect(tab.get_by_role("alert")).to_contain_text("chứng thư khác")
    service.key = teacher
    tab.get_by_role("button", name="Ký gói tin").click()
    expect(tab.get_by_role("alert")).to_contain_text("chứng thư khác")
    assert service.signatures_asked == 1
    service.key = counter.key
    goes_on(tab, counter)


def test_an_answer_for_another_hash_is_told_at_the_packet(tab, counter, service):
    service.deeds[1] = sign_service.sign_another_hash
    begin(tab)
    failed = tab.locator("li[data-state=failed]")
    expect(failed).to_contain_text("không đúng với chứng thư số")
    expect(tab.locator("#status")).to_contain_text("Gói tin chưa ký được")
    assert reported(counter) == 0
    goes_on(tab, counter)


def test_the_pages_fit_every_screen_and_can_be_read(tab, counter, service):
    service.deeds[1] = sign_service.refuse
    _seen(tab, "/nop-so")
    tab.get_by_role("link", name="Đóng gói 6 học bạ lớp 4A1").click()
    tab.get_by_role("button", name="Đóng gói 6 học bạ", exact=True).click()
    tab.get_by_role("button", name="Đúng chứng thư này, đóng gói 6 học bạ").wait_for()
    look(tab)
    tab.get_by_role("button", name="Đúng chứng thư này, đóng gói 6 học bạ").click()
    tab.get_by_role("alert").wait_for()
    look(tab)
    goes_on(tab, counter)
    look(tab)
    _seen(tab, "/nop-so")


def _seen(tab: Page, address: str) -> None:
    tab.goto(address)
    look(tab)
