"""What tests in a real browser do again and again."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.public.transcripts import second_fact
from tests.registry.school import page, secondary_page

PUPIL = page(1)
OLDER = secondary_page(2)


def open_transcript(tab: Page, code: str, wanted, prefix: str = "") -> None:
    tab.goto(f"{prefix}/tra-cuu/{code}")
    for field, text in second_fact(wanted).items():
        tab.fill(f"#{field}", text)
    tab.locator("#so_cuoi").press("Enter")
    tab.get_by_role("heading", level=1).get_by_text(wanted.pupil.full_name).wait_for()


def too_wide(tab: Page) -> list[str]:
    """The elements that reach beyond the right edge."""
    found: list[str] = tab.evaluate(
        """() => {
            const edge = document.documentElement.clientWidth + 0.5;
            const out = [...document.querySelectorAll("main *, header *, footer *")]
                .filter(each => each.getBoundingClientRect().right > edge);
            return out.map(each => each.tagName + ": " + each.textContent.slice(0, 40));
        }"""
    )
    return found
