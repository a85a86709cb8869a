"""Every page for everybody: axe-core finds nothing, in both languages, narrow or wide, light or
dark; nothing needs a script or a mouse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hocba.public.limits import tasks
from hocba.public.lookup import limits
from tests.public.browsing import OLDER, PUPIL, open_transcript, too_wide
from tests.public.transcripts import NOBODYS_CODE, accept, second_fact
from tests.registry.school import packet, page

pytestmark = [
    pytest.mark.tools("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("register"),
]
AXE = Path(__file__).parents[2] / "tools" / "node" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [
    *(("vi", 320, "light"), ("vi", 768, "dark"), ("vi", 1440, "light")),
    *(("en", 320, "dark"), ("en", 768, "light"), ("en", 1440, "dark")),
]
"""Each language and scheme at each end, and between."""


@pytest.fixture
def tab(browser: Browser, live_server) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, locale="vi-VN")
    yield context.new_page()
    context.close()


@pytest.fixture
def still(browser: Browser, live_server) -> Iterator[Page]:
    """A browser that runs no script."""
    context = browser.new_context(
        base_url=live_server.url, locale="vi-VN", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def findings(tab: Page) -> list[str]:
    """What axe-core has to say. Evaluated by the browser itself, so that our policy stays on."""
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def visit_all(tab: Page, prefix: str, codes: tuple[str, str]) -> Iterator[str]:
    """Stop at every page of the portal, as a visitor comes to it."""
    primary, secondary = codes
    for address in (
        *("/", "/tra-cuu", "/tra-cuu?ma=x", "/kiem-tra", "/kiem-tra/ban-in", "/dang-nhap", "/-"),
        *(f"/tra-cuu/{primary}", f"/tra-cuu/{NOBODYS_CODE}", f"/tra-cuu/{accept(page(9))}"),
    ):
        tab.goto(prefix + address)
        yield address
    tab.goto(f"{prefix}/tra-cuu/{primary}")
    tab.locator("#so_cuoi").press("Enter")
    yield "second fact missing"
    open_transcript(tab, primary, PUPIL, prefix)
    yield "primary transcript"
    open_transcript(tab, secondary, OLDER, prefix)
    yield "secondary transcript"
    tab.goto(f"{prefix}/kiem-tra")
    sent = {"name": "lop.xml", "mimeType": "text/xml", "buffer": packet(page(3), page(4))}
    tab.set_input_files("#tep", sent)
    tab.locator("form button").last.click()
    tab.locator("details").first.wait_for()
    yield "findings"


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(tab, codes, language, width, scheme):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme=scheme)
    for where in visit_all(tab, f"/{language}", codes):
        assert tab.locator("html").get_attribute("lang") == language
        assert findings(tab) == [], where
        assert too_wide(tab) == [], where


def test_everything_works_without_a_script(still, codes):
    still.goto("/")
    still.get_by_role("main").get_by_role("link", name="Tra cứu học bạ").click()
    still.get_by_label("Mã tra cứu").fill(codes[0])
    still.get_by_role("button", name="Tra cứu").click()
    for field, text in second_fact(PUPIL).items():
        still.fill(f"#{field}", text)
    still.get_by_role("button", name="Xem học bạ").click()
    still.get_by_role("heading", name=f"Học bạ của {PUPIL.pupil.full_name}").wait_for()
    with still.expect_download() as download:
        still.get_by_role("button", name="Tải bản in PDF").click()
    pdf = download.value.path().read_bytes()
    still.goto("/kiem-tra")
    sent = {"name": "hoc-ba.pdf", "mimeType": "application/pdf", "buffer": pdf}
    still.set_input_files("#tep", sent)
    still.get_by_role("button", name="Kiểm tra tệp").click()
    still.get_by_role("heading", name="Hợp lệ: Bản in PDF").wait_for()


def test_the_keyboard_is_enough(tab, codes):
    tab.goto("/tra-cuu")
    press_until(tab, "ma")
    tab.keyboard.type(codes[0])
    tab.keyboard.press("Enter")
    tab.locator("#ngay_sinh").wait_for()
    fact = second_fact(PUPIL)
    for field in ("ngay_sinh", "so_cuoi"):
        press_until(tab, field)
        tab.keyboard.type(fact[field])
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    tab.get_by_role("heading", name=f"Học bạ của {PUPIL.pupil.full_name}").wait_for()


def press_until(tab: Page, field: str) -> None:
    """Tab on to a field; it is reached within a dozen steps."""
    for _ in range(12):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.id") == field:
            return
    pytest.fail(f"{field} is not reached")


class TestProofOfWork:
    @pytest.fixture(autouse=True)
    def _nothing_is_free(self, monkeypatch):
        monkeypatch.setattr(tasks, "NUMBERS", range(2_000, 3_000))
        for name in ("LOOKS", "TRIES"):
            monkeypatch.setattr(limits, name, replace(getattr(limits, name), free=0))

    def test_the_browser_does_the_work_and_the_page_opens(self, tab, codes):
        tab.goto(f"/tra-cuu/{codes[0]}")
        tab.get_by_role("heading", name="Học bạ đang có hiệu lực").wait_for()
        assert tab.url.endswith("/tinh-trang")
        for field, text in second_fact(PUPIL).items():
            tab.fill(f"#{field}", text)
        tab.get_by_role("button", name="Xem học bạ").click()
        tab.get_by_role("heading", name=f"Học bạ của {PUPIL.pupil.full_name}").wait_for()

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_without_a_script_the_page_says_how_long_to_wait(self, still, codes, language):
        still.goto(f"/{language}/tra-cuu/{codes[0]}")
        wait = {"vi": "hãy thử lại sau khoảng 10 phút", "en": "try again in about 10 minutes"}
        assert still.get_by_text(wait[language]).is_visible()
        assert not still.locator("#dang-tinh").is_visible()

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_the_page_that_waits_is_accessible_too(self, tab, codes, monkeypatch, language):
        monkeypatch.setattr(tasks, "NUMBERS", range(3_000_000, 3_000_001))
        tab.set_viewport_size({"width": 320, "height": 800})
        tab.goto(f"/{language}/tra-cuu/{codes[0]}")
        tab.locator("#dang-tinh").wait_for()
        assert findings(tab) == []
        assert too_wide(tab) == []
