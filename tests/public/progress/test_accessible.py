"""``/tien-do``: axe-core finds nothing, in both languages, narrow or wide, light or dark."""

from __future__ import annotations

import pytest

from tests.public.browsing import too_wide
from tests.public.progress.conftest import DISTRICT, department, districts
from tests.public.test_accessible import LOOKS, findings, tab
from tests.public.transcripts import accept, lock_page
from tests.registry.school import KIM_DONG, answer, packet, page, unfinished_page

__all__ = ["department", "districts", "tab"]
pytestmark = [
    pytest.mark.tools("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
PAGES = ("/tien-do/01", f"/tien-do/{DISTRICT}", f"/tien-do/{KIM_DONG.school_code}")


@pytest.fixture
def visitor(tab, department):
    """The tab of an officer of the Department, with something to watch."""
    lock_page(page(1))
    accept(page(2))
    answer(packet(unfinished_page(5)))
    cookie = department.cookies["sessionid"].value
    tab.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "domain": "localhost", "path": "/"}]
    )
    return tab


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(visitor, language, width, scheme):
    visitor.set_viewport_size({"width": width, "height": 800})
    visitor.emulate_media(color_scheme=scheme)
    for address in PAGES:
        visitor.goto(f"/{language}{address}")
        assert findings(visitor) == [], address
        assert too_wide(visitor) == [], address


def test_the_keyboard_is_enough(visitor):
    visitor.goto("/tien-do/01")
    visitor.get_by_label("Lọc").focus()
    visitor.keyboard.press("ArrowDown")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    visitor.get_by_text("lọc: còn học bạ chưa chốt").wait_for()
