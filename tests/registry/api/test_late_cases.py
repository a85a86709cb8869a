"""GET /schools/{code}/late-cases: what was asked for, and the one answer that it has."""

from __future__ import annotations

from datetime import date

from hocba.core.packet import Deed
from hocba.registry.late.deciding import grant, refuse
from tests.registry.api.vendor import SCHOOL, Vendor
from tests.registry.ordering import order, seal
from tests.registry.school import NOW, VAN_QUAN, VAN_QUAN_SEAL, YEAR, pupil

PEOPLE = tuple(pupil(number).personal_id for number in (1, 2, 3))


def asked(vendor: Vendor, **query: object) -> dict:
    answer: dict = vendor.ask(f"{SCHOOL}/late-cases", school_year=YEAR, **query).json()
    return answer


def test_each_case_is_listed_with_its_reason_and_its_answer(vendor: Vendor) -> None:
    wish = order(Deed.REPORT_LATE, personal_ids=PEOPLE, reason="Bão làm mất điện")
    granted, denied, waiting = vendor.order(seal(wish)).json()["late_cases"]
    grant([granted], until=date(2024, 9, 10), note="CV 12", actor="so", at=NOW)
    refuse([denied], note="Không có căn cứ", actor="so", at=NOW)
    cases = asked(vendor)["cases"]
    assert [case["number"] for case in cases] == [granted, denied, waiting]
    assert {case["reason"] for case in cases} == {"Bão làm mất điện"}
    assert [(case["granted_until"], case["note"]) for case in cases] == [
        ("2024-09-10", "CV 12"),
        (None, "Không có căn cứ"),
        (None, ""),
    ]
    assert [case["answered_at"] is None for case in cases] == [False, False, True]


def test_another_schools_cases_are_not_in_it(vendor: Vendor, van_quan: Vendor) -> None:
    theirs = order(Deed.REPORT_LATE, of=VAN_QUAN, personal_ids=PEOPLE)
    assert van_quan.order(seal(theirs, VAN_QUAN_SEAL)).status_code == 200
    assert asked(vendor)["cases"] == []


def test_a_long_list_is_read_piece_by_piece_and_tells_of_the_windows(vendor: Vendor) -> None:
    vendor.order(seal(order(Deed.REPORT_LATE, personal_ids=PEOPLE)))
    first = asked(vendor, limit=2)
    assert first["notices"][0].startswith("Còn 6 ngày để nộp")
    rest = asked(vendor, limit=2, after=first["next"])
    assert [len(first["cases"]), len(rest["cases"]), rest["next"]] == [2, 1, None]
