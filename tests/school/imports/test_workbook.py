"""Reading cells: one pass gives values, formulas without values, errors and dates."""

from __future__ import annotations

import time
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from hocba.core.errors import UnreadableFile
from hocba.school.imports.workbook import Cell, Merge, column_letters, read_workbook
from tests.school.imports.builders import CLASS_4A1, STRICT, changed, package, packed, parts


def only_cell(cell: str, **options: str) -> Cell:
    (sheet,) = read_workbook(package(f"<sheetData><row r='1'>{cell}</row></sheetData>", **options))
    return sheet.cell(1, 1)


def test_texts_come_from_shared_rich_and_inline_strings():
    shared = (
        "<si><t>Toán</t></si>"
        "<si><r><t>Tiếng </t></r><r><t>Việt</t></r><rPh sb='0' eb='1'><t>phonetic</t></rPh></si>"
    )
    assert only_cell("<c r='A1' t='s'><v>0</v></c>", shared=shared).value == "Toán"
    assert only_cell("<c r='A1' t='s'><v>1</v></c>", shared=shared).value == "Tiếng Việt"
    inline = "<c r='A1' t='inlineStr'><is><t>Đạo đức</t></is></c>"
    assert only_cell(inline).value == "Đạo đức"


def test_texts_are_composed_trimmed_and_freed_of_invisible_characters():
    text = "\u200b Vu\u0303\u00a0Tua\u0302\u0301n _x000D_\n Ha\u0309i\ufeff "
    cell = only_cell(f"<c r='A1' t='inlineStr'><is><t>{text}</t></is></c>")
    assert cell.value == "Vũ Tuấn Hải"


def test_a_text_of_blanks_is_a_blank_cell():
    assert only_cell("<c r='A1' t='inlineStr'><is><t> \u00a0\u200b</t></is></c>").blank


def test_a_formula_gives_its_stored_value():
    assert only_cell("<c r='A1'><f>1+1</f><v>2</v></c>").value == Decimal(2)
    assert only_cell("<c r='A1' t='str'><f>A2</f><v>Nam</v></c>").value == "Nam"


def test_a_formula_without_a_stored_value_is_known_as_such():
    assert only_cell("<c r='A1'><f>1+1</f></c>").uncomputed
    assert only_cell("<c r='A1'><f>1+1</f><v></v></c>").uncomputed
    assert not only_cell("<c r='A1' t='str'><f>A2</f><v></v></c>").uncomputed


def test_an_excel_error_is_kept_apart_from_values():
    cell = only_cell("<c r='A1' t='e'><f>1/0</f><v>#DIV/0!</v></c>")
    assert (cell.value, cell.error, cell.blank) == (None, "#DIV/0!", False)


@pytest.mark.parametrize("stored", ["1e999", "-INF", "NaN"])
def test_what_no_number_can_hold_is_an_error_of_its_cell(stored):
    assert only_cell(f"<c r='A1'><v>{stored}</v></c>").error == "#NUM!"


def test_numbers_are_those_that_excel_shows():
    assert only_cell("<c r='A1'><v>8.0999999999999996</v></c>").value == Decimal("8.1")
    assert only_cell("<c r='A1'><v>0.30000000000000004</v></c>").value == Decimal("0.3")


@pytest.mark.parametrize("code", ["dd/mm/yyyy", "d-m-yy", "[$-42A]dd mmmm yyyy", "yyyy\\-mm\\-dd"])
def test_a_number_in_a_date_format_is_a_day(code):
    styles = (
        f"<numFmts><numFmt numFmtId='164' formatCode='{code}'/></numFmts>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='14'/></cellXfs>"
    )
    for style in ("1", "2"):
        cell = only_cell(f"<c r='A1' s='{style}'><v>41935</v></c>", styles=styles)
        assert cell.value == date(2014, 10, 23)


@pytest.mark.parametrize("code", ["0.0", "#,##0", "General", '0 "điểm"', "[Red]0.0"])
def test_a_number_in_another_format_stays_a_number(code):
    styles = (
        f"<numFmts><numFmt numFmtId='164' formatCode='{code}'/></numFmts>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs>"
    )
    assert only_cell("<c r='A1' s='1'><v>8.5</v></c>", styles=styles).value == Decimal("8.5")


def test_a_book_of_the_1904_calendar_counts_its_days_from_there():
    styles = "<cellXfs><xf numFmtId='14'/></cellXfs>"
    cell = only_cell(
        "<c r='A1' s='0'><v>40473</v></c>",
        styles=styles,
        properties="<workbookPr date1904='1'/>",
    )
    assert cell.value == date(2014, 10, 23)


def test_a_day_beyond_the_calendar_stays_a_number():
    styles = "<cellXfs><xf numFmtId='14'/></cellXfs>"
    cell = only_cell("<c r='A1' s='0'><v>99999999999</v></c>", styles=styles)
    assert cell.value == Decimal(99999999999)


def test_rows_and_cells_may_leave_out_their_numbers():
    (sheet,) = read_workbook(
        package(
            "<sheetData><row/><row><c/><c><v>7</v></c></row></sheetData>"
            "<mergeCells><mergeCell ref='A1:B3'/></mergeCells>"
        )
    )
    assert sheet.rows == {2: {2: Cell(2, 2, Decimal(7))}}
    assert sheet.merges == (Merge(1, 1, 3, 2),)


def test_a_book_in_the_strict_namespace_is_read_too():
    assert only_cell("<c r='A1'><v>7</v></c>", main=STRICT).value == Decimal(7)


def test_hidden_sheets_are_not_read():
    def hide(book):
        book["Nhận xét"].sheet_state = "hidden"
        book["Hồ sơ học sinh"].sheet_state = "veryHidden"

    assert [sheet.name for sheet in read_workbook(changed(CLASS_4A1, hide))] == ["Tổng hợp"]


def test_a_merged_range_over_the_whole_sheet_costs_nothing():
    data = package(
        "<sheetData><row r='1'><c r='A1'><v>7</v></c></row></sheetData>"
        "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
    )
    begun = time.perf_counter()
    (sheet,) = read_workbook(data)
    assert sheet.merges == (Merge(1, 1, 1048576, 16384),)
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    "sheet",
    [
        "<sheetData>" + "<row><c><v>1</v></c></row>" * 1_001 + "</sheetData>",
        "<sheetData><row r='1'><c r='XFD1'><v>1</v></c></row></sheetData>",
        "<sheetData><row r='1'>" + "<c/>" * 1_000_001 + "</row></sheetData>",
        "<sheetData/><mergeCells>" + "<mergeCell ref='A1:B1'/>" * 5_001 + "</mergeCells>",
    ],
    ids=["rows", "columns", "cells", "merges"],
)
def test_a_sheet_beyond_the_limits_of_a_class_is_refused(sheet):
    with pytest.raises(UnreadableFile, match="«Trang 1» có quá nhiều"):
        read_workbook(packed(parts(sheet), zipfile.ZIP_STORED))


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='A1' t='s'><v>5</v></c>",
        "<c r='A1' t='s'><v>x</v></c>",
        "<c r='A1'><v>ten</v></c>",
        "<c r='A1' s='x'><v>1</v></c>",
        "<c r='1A'><v>1</v></c>",
        "<c r='A1' t='d'><v>yesterday</v></c>",
        "<c r='A1' t='b'><v>perhaps</v></c>",
    ],
)
def test_a_broken_cell_makes_the_sheet_unreadable_not_the_program(cell):
    with pytest.raises(UnreadableFile, match="Trang tính «Trang 1» bị hỏng"):
        only_cell(cell)


def test_columns_have_the_letters_that_excel_gives_them():
    assert [column_letters(n) for n in (1, 26, 27, 52, 703, 16384)] == [
        "A", "Z", "AA", "AZ", "AAA", "XFD",
    ]  # fmt: skip
