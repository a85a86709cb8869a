from collections import Counter

import pytest

from hocba.parties.catalogue import levels_of, unit_rows
from hocba.parties.models import UnitKind


def test_the_plan_has_thirty_offices_and_187_units_under_the_department():
    rows = unit_rows()
    assert Counter(row.kind for row in rows) == {
        UnitKind.DEPARTMENT: 1,
        UnitKind.DISTRICT_OFFICE: 30,
        UnitKind.SCHOOL: 187 + 2,
    }
    assert sum(row.parent == "01" and row.kind is UnitKind.SCHOOL for row in rows) == 187


def test_codes_are_unique_and_parents_come_first():
    seen = {""}
    for row in unit_rows():
        assert row.parent in seen
        assert row.code not in seen
        seen.add(row.code)


def test_a_code_tells_the_table_and_the_row():
    names = {row.code: row.name for row in unit_rows()}
    assert names["01P22"] == "Phòng GDĐT quận Hà Đông"
    assert names["01C055"] == "THPT Trần Hưng Đạo- Hà Đông"
    assert names["01N070"] == "THPT TÂY HÀ NỘI"
    assert names["01P22T001"] == "Trường Tiểu học Phú Lương I"


def test_the_totals_of_the_tables_are_no_units():
    assert not [row.name for row in unit_rows() if row.name.startswith("Tổng cộng")]


def test_a_name_that_stands_twice_is_two_units():
    repeated = [row.code for row in unit_rows() if row.name.endswith("TH School Hòa Lạc")]
    assert repeated == ["01N005", "01N010"]


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("Trường Th, THCS và THPT Thực nghiệm KHGD", ("02", "03", "04")),
        ("THCS & THPT TH School Hòa Lạc", ("03", "04")),
        ("Trường PTCS Nguyễn Đình Chiểu", ("02", "03")),
        ("THPT Thạch Thất", ("04",)),
        ("Trường Mầm non B", ()),
        ("Trường Hà Nội - Toronto", ()),
    ],
)
def test_levels_are_those_that_the_name_speaks_of(name, levels):
    assert levels_of(name) == levels
