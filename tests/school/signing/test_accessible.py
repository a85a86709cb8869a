"""The signing pages: axe-core finds nothing, in both languages, narrow or wide, light or dark."""

from __future__ import annotations

import pytest

from tests.public.browsing import too_wide
from tests.public.test_accessible import LOOKS, findings
from tests.school.signing.desk import SESSION

pytestmark = [
    pytest.mark.tools("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
CLASS = "/ky-so/lop?vai=GVCN&truong=01P22T001&nam=2023-2024&lop=4A1"
PAGES = ("/ky-so", CLASS, f"/ky-so/phien/{SESSION}", "/ky-so/lop")


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off(open_tab, desk, language, width, scheme):
    desk.open()
    with open_tab(desk.teacher) as tab:
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=scheme)
        for address in PAGES:
            tab.goto(f"/{language}{address}")
            assert tab.locator("html").get_attribute("lang") == language
            assert findings(tab) == [], address
            assert too_wide(tab) == [], address
