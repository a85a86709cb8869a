"""GET /schools/{code}/pages: every version and where it stands, without anybody's name."""

from __future__ import annotations

import pytest

from hocba.core.packet import Deed
from tests.registry.api.vendor import SCHOOL, Vendor, assert_problem
from tests.registry.ordering import order, seal
from tests.registry.school import (
    VAN_QUAN,
    VAN_QUAN_SEAL,
    VAN_QUAN_STAFF,
    YEAR,
    code,
    packet,
    page,
    receive,
    secondary_page,
    signed,
)


def states(vendor: Vendor) -> list[tuple[str, int, str]]:
    found = vendor.ask(f"{SCHOOL}/pages", school_year=YEAR).json()["pages"]
    return [(each["lookup_code"], each["version"], each["state"]) for each in found]


def test_every_version_is_listed_with_its_state(vendor: Vendor) -> None:
    vendor.sent(packet(page(1), page(2), page(3)))
    vendor.sent(packet(page(1, version=2), number=2))
    vendor.order(seal(order(Deed.RECALL, 2)))
    vendor.order(seal(order(Deed.LOCK, 3)))
    assert states(vendor) == [
        (code(1), 1, "replaced"),
        (code(2), 1, "recalled"),
        (code(3), 1, "locked"),
        (code(1), 2, "accepted"),
    ]


def test_other_schools_and_years_are_not_in_it(vendor: Vendor) -> None:
    receive(packet(signed(secondary_page(1), VAN_QUAN_STAFF), of=VAN_QUAN, seal=VAN_QUAN_SEAL))
    assert states(vendor) == []
    other = vendor.ask(f"{SCHOOL}/pages", school_year="2022-2023").json()
    assert other == {"pages": [], "next": None, "notices": []}


def test_the_windows_are_told_with_the_list(vendor: Vendor) -> None:
    notices = vendor.ask(f"{SCHOOL}/pages", school_year=YEAR).json()["notices"]
    assert notices[0].startswith("Còn 6 ngày để nộp học bạ của học sinh hoàn thành lớp học")


def test_a_long_list_is_read_piece_by_piece(vendor: Vendor) -> None:
    vendor.sent(packet(*(page(number) for number in range(1, 6))))
    seen, after = [], 0
    while after is not None:
        answer = vendor.ask(f"{SCHOOL}/pages", school_year=YEAR, after=after, limit=2).json()
        seen += [each["lookup_code"] for each in answer["pages"]]
        after = answer["next"]
    assert seen == [code(number) for number in range(1, 6)]


def test_no_name_and_no_personal_id_is_in_the_answer(vendor: Vendor) -> None:
    vendor.sent(packet(page(1)))
    content = vendor.ask(f"{SCHOOL}/pages", school_year=YEAR).content.decode()
    assert "Học Sinh" not in content
    assert page(1).pupil.personal_id not in content


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"school_year": "2023"},
        {"school_year": YEAR, "after": -1},
        {"school_year": YEAR, "after": 2**63},
        {"school_year": YEAR, "limit": 0},
        {"school_year": YEAR, "limit": 1001},
        {"school_year": f"{YEAR}\x00"},
    ],
)
def test_a_wrong_question_is_told_by_the_name_of_its_parameter(vendor: Vendor, query: dict) -> None:
    assert_problem(vendor.ask(f"{SCHOOL}/pages", **query), 422, "THAM_SO")
