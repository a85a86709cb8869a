"""The pages behind the sign-in in a real browser: by keyboard, on a phone, for a screen reader."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.identity import FOLDER
from tests.public.owners.conftest import CHILD
from tests.public.people import MOTHER_ID, MOTHER_NAME, account, browser_of, link
from tests.public.test_browser import WIDTHS, low_contrast, too_wide
from tests.public.transcripts import lock_page

pytestmark = [
    pytest.mark.tools("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("register"),
]
AXE = (FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
PICTURES = os.environ.get("HOCBA_PICTURES")
"""A folder for a picture of each page, for whoever wants to look."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Without scripts of the pages' own: nothing here needs one."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser, live_server, settings) -> Iterator[Page]:
    settings.HOCBA_PUBLIC_URL = live_server.url
    context = browser.new_context(base_url=live_server.url, locale="vi-VN")
    yield context.new_page()
    context.close()


def come_as(tab: Page, personal_id: str, name: str) -> None:
    """Bring the session of somebody who has signed in."""
    cookie = browser_of(account(personal_id, name)).cookies["sessionid"].value
    tab.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "domain": "localhost", "path": "/"}]
    )


@pytest.fixture
def mother(tab) -> Page:
    lock_page(CHILD)
    link(CHILD.pupil.personal_id)
    come_as(tab, MOTHER_ID, MOTHER_NAME)
    return tab


def give_leave(tab: Page) -> str:
    """By keyboard alone; the link that is shown."""
    tab.goto(f"/toi/hoc-ba/{CHILD.lookup_code}/cho-phep")
    tab.get_by_label("2023-2024").focus()
    tab.keyboard.press("Space")
    tab.get_by_label("Ai được xem").focus()
    tab.keyboard.press("ArrowDown")
    tab.get_by_label("Ai được xem").select_option(label="Người có đường dẫn")
    tab.get_by_label("Mục đích").fill("Chuyển trường sang tỉnh khác")
    tab.get_by_label("Được xem đến hết ngày").fill("31/07/2024")
    tab.keyboard.press("Enter")
    return tab.get_by_label("Đường dẫn").input_value()


def faults(tab: Page, name: str) -> list[Any]:
    """What axe-core, three widths and two colour schemes find against the page of this tab."""
    tab.evaluate(AXE)
    found = tab.evaluate(
        "async () => (await axe.run()).violations.map(v => [v.id, v.nodes[0].html])"
    )
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        found += [[width, each] for each in too_wide(tab)]
        if PICTURES:
            tab.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    for scheme in ("dark", "light"):
        tab.emulate_media(color_scheme=scheme)
        found += [[scheme, each] for each in low_contrast(tab)]
    return found


def test_a_link_from_the_parent_to_whom_it_is_sent(mother, browser):
    address = give_leave(mother)
    context = browser.new_context(locale="vi-VN", java_script_enabled=False)
    receiver = context.new_page()
    receiver.goto(address)
    receiver.get_by_role("button", name="Xem học bạ").click()
    assert receiver.get_by_text("Bạn được xem cho mục đích: Chuyển trường").is_visible()
    assert context.cookies() == []
    context.close()
    mother.goto(address)
    assert faults(mother, "xem") == []
    mother.goto(f"/toi/hoc-ba/{CHILD.lookup_code}/cho-phep")
    mother.get_by_role("button", name="Thu hồi").click()
    mother.goto(address)
    mother.get_by_role("button", name="Xem học bạ").click()
    mother.get_by_role("heading", name="Đường dẫn không dùng được").wait_for()
    assert faults(mother, "xem-het") == []


def test_the_pages_before_the_sign_in(tab):
    tab.goto("/dang-nhap")
    assert faults(tab, "dang-nhap") == []
    come_as(tab, MOTHER_ID, MOTHER_NAME)
    tab.goto("/co-quan")
    tab.get_by_role("heading", name="Bạn không làm được việc này").wait_for()
    assert faults(tab, "khong-duoc") == []
    tab.goto("/toi")
    assert faults(tab, "toi-trong") == []


def test_a_fault_would_be_found(tab):
    tab.goto("/dang-nhap")
    tab.evaluate("() => document.querySelector('main').append(document.createElement('img'))")
    assert ["image-alt", "<img>"] in faults(tab, "xau")
