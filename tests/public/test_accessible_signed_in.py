"""Every page behind the sign-in: axe-core finds nothing and nothing leaves the screen, in both
languages, narrow or wide, light or dark; neither a script nor a mouse is needed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from hocba.public.owners.models import Grant
from tests.public.browsing import too_wide
from tests.public.organisations.conftest import (
    APPLICANT,
    OFFICER_ID,
    legal_basis,
    line_of,
    organisation,
)
from tests.public.owners.conftest import CHILD
from tests.public.people import MOTHER_ID, MOTHER_NAME, account, browser_of, link
from tests.public.test_accessible import LOOKS, findings, press_until, tab
from tests.public.transcripts import NOBODYS_CODE, lock_page

__all__ = ["tab"]
pytestmark = [
    pytest.mark.tools("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("register"),
]
BOOK = f"/toi/hoc-ba/{CHILD.lookup_code}"


@pytest.fixture
def still(browser: Browser, live_server, settings) -> Iterator[Page]:
    """A browser that runs no script."""
    settings.HOCBA_PUBLIC_URL = live_server.url
    context = browser.new_context(
        base_url=live_server.url, locale="vi-VN", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def come_as(tab: Page, personal_id: str, name: str) -> None:
    """Bring the session of somebody who has signed in."""
    cookie = browser_of(account(personal_id, name)).cookies["sessionid"].value
    tab.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "domain": "localhost", "path": "/"}]
    )


def everybody(tab: Page) -> None:
    """A mother and an officer who have something to see."""
    lock_page(CHILD)
    lock_page(APPLICANT)
    link(CHILD.pupil.personal_id)
    legal_basis(organisation())
    come_as(tab, MOTHER_ID, MOTHER_NAME)


def visit_all(tab: Page, prefix: str) -> Iterator[str]:
    """Stop at every page, as a mother and then as an officer."""
    come_as(tab, MOTHER_ID, MOTHER_NAME)
    for address in ("/toi", BOOK, f"{BOOK}/da-xem", f"{BOOK}/cho-phep", "/co-quan", "/toi/-"):
        tab.goto(prefix + address)
        yield address
    tab.goto(f"{prefix}{BOOK}/cho-phep")
    tab.locator("main button").first.click()
    tab.locator(".summary").wait_for()
    yield "leave refused"
    fill_leave(tab)
    yield "link made"
    tab.goto(f"{prefix}{BOOK}/cho-phep")
    yield "leave given"
    come_as(tab, OFFICER_ID, "Ngô Văn Tuyển")
    for address in ("/co-quan", "/toi"):
        tab.goto(prefix + address)
        yield address
    tab.goto(f"{prefix}/co-quan")
    tab.locator("#danh_sach").fill(f"{line_of(APPLICANT)}\n12\n{NOBODYS_CODE}")
    tab.locator("main button").first.click()
    tab.locator("#ket-qua").wait_for()
    yield "outcomes"


def fill_leave(tab: Page) -> None:
    """Give leave by a link, by keyboard alone."""
    press_until(tab, "nam_hoc_0")
    tab.keyboard.press("Space")
    press_until(tab, "muc_dich")
    tab.keyboard.type("Chuyển trường sang tỉnh khác")
    press_until(tab, "den_ngay")
    tab.keyboard.type("31/07/2024")
    tab.keyboard.press("Enter")
    tab.locator("#duong_dan").wait_for()


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(tab, settings, language, width, scheme):
    everybody(tab)
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme=scheme)
    for where in visit_all(tab, f"/{language}"):
        assert tab.locator("html").get_attribute("lang") == language
        assert findings(tab) == [], where
        assert too_wide(tab) == [], where


def test_everything_of_an_owner_works_without_a_script(still):
    everybody(still)
    still.goto("/toi")
    still.get_by_role("link", name="Cho phép xem").click()
    still.get_by_label("2023-2024").check()
    still.get_by_label("Mục đích").fill("Chuyển trường")
    still.get_by_label("Được xem đến hết ngày").fill("31/07/2024")
    still.get_by_role("button", name="Cho phép xem").click()
    address = still.get_by_label("Đường dẫn").input_value()
    still.goto(address)
    still.get_by_role("button", name="Xem học bạ").click()
    still.get_by_role("heading", name=f"Học bạ của {CHILD.pupil.full_name}").wait_for()
    still.goto(f"{BOOK}/cho-phep")
    still.get_by_role("button", name="Thu hồi").click()
    assert Grant.objects.get().revoked_at
    still.goto(f"{BOOK}/da-xem")
    with still.expect_download() as download:
        still.get_by_role("link", name="Tải bảng Excel các lượt xem").click()
    assert download.value.suggested_filename == "luot-xem.xlsx"


@pytest.mark.parametrize(
    ("button", "name"),
    [
        ("Tải bảng Excel", "hoc-ba.xlsx"),
        ("Tải bảng CSV", "hoc-ba.csv"),
        ("Tải dữ liệu và bản có chữ ký (ZIP)", "hoc-ba.zip"),
    ],
)
def test_an_office_takes_its_list_home_without_a_script(still, button, name):
    everybody(still)
    come_as(still, OFFICER_ID, "Ngô Văn Tuyển")
    still.goto("/co-quan")
    still.get_by_label("Danh sách", exact=True).fill(line_of(APPLICANT))
    with still.expect_download() as download:
        still.get_by_role("button", name=button).click()
    assert download.value.suggested_filename == name
