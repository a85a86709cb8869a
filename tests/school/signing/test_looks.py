"""The signing pages on a phone, a tablet and a desk, with a whole class of 45 in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from hocba.core.record import ClassYear, SchoolLevel
from hocba.school.imports import check_workbook
from hocba.school.pages.drafting import accepted_years, draft_class
from tests.public.test_browser import low_contrast, too_wide
from tests.school.pages.conftest import NOW, SAMPLE, code_maker
from tests.school.signing.sign_service import refuse

pytestmark = [
    pytest.mark.tools("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
WORKBOOK = SAMPLE.parent / "lop-11a3-tong-ket.xlsx"
SCHOOL, TEACHER = "01C055", "01C055-GV02"
CLASS = f"/ky-so/lop?vai=GVBM&truong={SCHOOL}&nam=2023-2024&lop=11A3&mon=TOAN&mon=TINHOC"
SCREENS = ((320, 640), (768, 1024), (1440, 900))


@pytest.fixture
def tab(desk, service, open_tab) -> Iterator[Page]:
    """A mathematics teacher before a class of 45 of theirs."""
    report = check_workbook(WORKBOOK.read_bytes())
    school = ClassYear(
        "01", SCHOOL, "THPT Trần Hưng Đạo- Hà Đông", SchoolLevel.UPPER_SECONDARY, 11, "11A3",
        "2023-2024",
    )  # fmt: skip
    draft_class(school, accepted_years(report.pupils), at=NOW, new_code=code_maker(start=1000))
    service.key = desk.small_class.keys.key(TEACHER)
    with open_tab(TEACHER) as tab:
        yield tab


def test_a_class_of_45_fits_every_screen_and_can_be_read(tab, service):
    service.deeds[30] = refuse
    tab.goto("/ky-so")
    look(tab)
    tab.goto(CLASS)
    look(tab)
    fits(tab, ".dense tbody tr", 45)
    tab.get_by_role("button", name="Ký 45 học bạ", exact=True).click()
    tab.get_by_role("button", name="Đúng chứng thư này, ký 45 học bạ").wait_for()
    look(tab)
    tab.get_by_role("button", name="Đúng chứng thư này, ký 45 học bạ").click()
    expect(tab.get_by_role("alert")).to_contain_text("huỷ thao tác")
    look(tab)
    fits(tab, ".items li", 45)


def look(tab: Page) -> None:
    """Nothing leaves any screen, and every text stands out, by day and by night."""
    for width, height in SCREENS:
        tab.set_viewport_size({"width": width, "height": height})
        assert too_wide(tab) == [], width
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        assert low_contrast(tab) == [], scheme
    tab.emulate_media(color_scheme="light")


def fits(tab: Page, rows: str, count: int) -> None:
    """All rows are on one screen of a desk."""
    _, height = SCREENS[-1]
    bottoms = tab.locator(rows).evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().bottom)"
    )
    assert len(bottoms) == count
    assert max(bottoms) <= height
