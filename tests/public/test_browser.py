"""The portal in a real browser: from a code to a transcript, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.public.browsing import OLDER, PUPIL, open_transcript, too_wide
from tests.registry.school import packet, page

pytestmark = [
    pytest.mark.tools("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("register"),
]
WIDTHS = (320, 768, 1440)


@pytest.fixture
def tab(browser: Browser, live_server) -> Iterator[Page]:
    """A tab in which whatever the Content Security Policy blocks is a failure."""
    context = browser.new_context(base_url=live_server.url, locale="vi-VN")
    tab = context.new_page()
    blocked: list[str] = []
    tab.on("console", lambda said: "Security" in said.text and blocked.append(said.text))
    yield tab
    assert blocked == []
    assert context.cookies() == []
    context.close()


def test_a_parent_finds_the_transcript_and_takes_the_pdf_home(tab, codes):
    code, _ = codes
    tab.goto("/")
    tab.get_by_role("navigation").get_by_role("link", name="Tra cứu học bạ").click()
    tab.get_by_label("Mã tra cứu").fill(f"  {code.upper()} ")
    tab.get_by_role("button", name="Tra cứu").click()
    tab.get_by_text("Học bạ đã chốt, đang có hiệu lực.").wait_for()
    assert tab.get_by_text(PUPIL.pupil.full_name).count() == 0

    tab.get_by_label("Ngày sinh của học sinh").fill("12/3/2014")
    tab.get_by_label("4 số cuối của số định danh").fill("0000")
    tab.keyboard.press("Enter")
    tab.get_by_role("alert").get_by_text("Không mở được học bạ").wait_for()

    tab.get_by_label("4 số cuối của số định danh").fill(PUPIL.pupil.personal_id[-4:])
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name=f"Học bạ của {PUPIL.pupil.full_name}").wait_for()
    assert tab.get_by_role("rowheader", name="Tiếng Việt").is_visible()
    assert tab.url.endswith(f"/tra-cuu/{code}")

    with tab.expect_download() as download:
        tab.get_by_role("button", name="Tải bản in PDF").click()
    assert download.value.suggested_filename == f"hoc-ba-{code}.pdf"
    pdf = PdfReader(BytesIO(download.value.path().read_bytes()))
    assert PUPIL.pupil.full_name in pdf.pages[0].extract_text()


def test_an_office_checks_a_packet(tab):
    sent = {"name": "lop-4a1.xml", "mimeType": "text/xml", "buffer": packet(page(3), page(4))}
    tab.goto("/kiem-tra")
    tab.get_by_label("Tệp cần kiểm tra").set_input_files(sent)
    tab.get_by_role("button", name="Kiểm tra tệp").click()
    tab.get_by_text("2 trên 2 trang học bạ hợp lệ").wait_for()
    tab.get_by_text(page(3).pupil.full_name).click()
    assert tab.get_by_role("rowheader", name="Nguyễn Thị Lan").first.is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_the_screen(tab, codes, width):
    primary, secondary = codes
    tab.set_viewport_size({"width": width, "height": 800})
    for address in ("/", "/tra-cuu", "/tra-cuu?ma=x", f"/tra-cuu/{primary}", "/kiem-tra", "/-"):
        tab.goto(address)
        assert too_wide(tab) == [], address
    for code, wanted in ((primary, PUPIL), (secondary, OLDER)):
        open_transcript(tab, code, wanted)
        assert too_wide(tab) == [], wanted.class_year.class_name


def test_everything_is_reached_by_keyboard_and_the_focus_is_seen(tab):
    tab.goto("/tra-cuu")
    tab.keyboard.press("Tab")
    skip = tab.get_by_role("link", name="Đến nội dung chính")
    assert skip.bounding_box()["x"] >= 0
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    field = tab.get_by_label("Mã tra cứu")
    assert field.evaluate("each => each === document.activeElement")
    assert field.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"


def test_an_error_takes_the_focus_and_points_at_its_field(tab):
    tab.goto("/tra-cuu?ma=x")
    summary = tab.get_by_role("alert")
    assert summary.evaluate("each => each === document.activeElement")
    summary.get_by_role("link").click()
    field = tab.get_by_label("Mã tra cứu")
    assert field.evaluate("each => each === document.activeElement")
    described = field.get_attribute("aria-describedby")
    assert described is not None
    assert all(tab.locator(f"#{each}").count() == 1 for each in described.split())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(tab, codes, scheme):
    tab.emulate_media(color_scheme=scheme)
    code, _ = codes
    for address in ("/tra-cuu?ma=x", f"/tra-cuu/{code}", "/kiem-tra"):
        tab.goto(address)
        assert low_contrast(tab) == [], address
    open_transcript(tab, code, PUPIL)
    assert low_contrast(tab) == []


def low_contrast(tab: Page) -> list[str]:
    """Texts whose contrast (WCAG 2.2, 1.4.3) is below 4.5 to 1."""
    found: list[str] = tab.evaluate(
        """() => {
            const parts = colour => colour.match(/[\\d.]+/g).map(Number);
            const luminance = colour => {
                const [r, g, b] = parts(colour).map(each => {
                    const part = each / 255;
                    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
                });
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = each => {
                for (let at = each; at; at = at.parentElement) {
                    const colour = getComputedStyle(at).backgroundColor;
                    if ((parts(colour)[3] ?? 1) > 0) return colour;
                }
                return "rgb(255, 255, 255)";
            };
            const said = each => [...each.childNodes].some(node =>
                node.nodeType === Node.TEXT_NODE && node.textContent.trim());
            return [...document.body.querySelectorAll("*")].filter(said).filter(each => {
                const [a, b] = [getComputedStyle(each).color, ground(each)].map(luminance);
                return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
            }).map(each => each.textContent.trim().slice(0, 40));
        }"""
    )
    return found


def test_headings_go_down_one_step_at_a_time(tab, codes):
    for code, wanted in zip(codes, (PUPIL, OLDER), strict=True):
        open_transcript(tab, code, wanted)
        levels = tab.locator("h1, h2, h3, h4").evaluate_all(
            "all => all.map(each => Number(each.tagName[1]))"
        )
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


def test_no_id_stands_twice(tab, codes):
    for code, wanted in zip(codes, (PUPIL, OLDER), strict=True):
        open_transcript(tab, code, wanted)
        ids = tab.locator("[id]").evaluate_all("all => all.map(each => each.id)")
        assert len(ids) == len(set(ids))
        named = tab.locator("[aria-labelledby]").evaluate_all(
            "all => all.map(each => each.getAttribute('aria-labelledby'))"
        )
        assert set(named) <= set(ids)


def test_on_paper_only_the_transcript_is_left(tab, codes):
    open_transcript(tab, codes[0], PUPIL)
    tab.emulate_media(media="print")
    assert not tab.get_by_role("navigation").is_visible()
    assert not tab.get_by_role("button").first.is_visible()
    assert tab.get_by_text("QUÁ TRÌNH HỌC TẬP").is_visible()
