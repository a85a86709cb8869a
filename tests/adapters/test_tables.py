"""Tables to take home."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from hocba.adapters.tables import CSV, WORKBOOK, Table, as_csv, as_workbook, download

MOMENT = datetime(2024, 6, 30, 17, 5, tzinfo=UTC)


def read_workbook(table):
    """The cells as Excel would read them, formulas as formulas."""
    sheet = load_workbook(BytesIO(as_workbook(table))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def read_csv(table):
    return list(csv.reader(StringIO(as_csv(table).removeprefix("\ufeff"))))


def one(cell):
    return Table("Danh sách", ["Tên"], [[cell]])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
class TestFormulaInjection:
    def test_in_a_workbook_it_is_text(self, start):
        text = f'{start}HYPERLINK("http://ke-gian.example","Bấm")'
        sheet = load_workbook(BytesIO(as_workbook(one(text)))).active
        assert sheet["A2"].data_type == "s"
        assert sheet["A2"].value.replace("_x000D_", "\r").strip() == text.strip()

    def test_in_csv_an_apostrophe_stands_before_it(self, start):
        assert read_csv(one(f"{start}1+1"))[1] == [f"'{start}1+1"]

    def test_in_a_heading_as_well(self, start):
        table = Table(f"{start}1", [f"{start}1"], [])
        assert load_workbook(BytesIO(as_workbook(table))).active["A1"].data_type == "s"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_whatever_is_written_can_be_read_and_nothing_is_a_formula(rows):
    sheet = load_workbook(BytesIO(as_workbook(Table("x", ["a", "b"], rows)))).active
    assert sheet.max_row == len(rows) + 1
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_numbers_days_and_times_are_what_they_are():
    row = [3, date(2024, 6, 30), MOMENT, None, "Nguyễn Thị Hoà"]
    table = Table("Sổ: 1/2", ["Số", "Ngày", "Lúc", "Trống", "Tên"], [row])
    _, (number, day, moment, nothing, name) = read_workbook(table)
    assert (number, day.date(), nothing, name) == (3, date(2024, 6, 30), None, "Nguyễn Thị Hoà")
    assert moment == datetime(2024, 7, 1, 0, 5)  # noqa: DTZ001 - as a clock in Việt Nam shows it
    assert read_csv(table)[1] == ["3", "30/06/2024", "01/07/2024 00:05", "", "Nguyễn Thị Hoà"]


def test_the_head_stays_in_sight_and_columns_fit():
    book = load_workbook(BytesIO(as_workbook(one("Trường Tiểu học Kim Đồng"))))
    assert book.active.freeze_panes == "A2"
    assert book.active.column_dimensions["A"].width > len("Trường Tiểu học Kim Đồng")


def test_the_name_tells_the_form_of_the_file():
    assert download(one("x"), "a.xlsx").headers["Content-Type"] == WORKBOOK
    assert download(one("x"), "a.csv").headers["Content-Type"] == CSV
