"""Whatever stands in a cell: an answer for everybody, and nobody else's record is touched."""

from __future__ import annotations

import contextlib
import string
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from hocba.core.errors import HocbaError
from hocba.core.finding import Severity
from hocba.school.imports import CheckedPupil, ImportReport, as_json, check_workbook
from tests.school.imports.builders import CLASS_4A1, CLASS_7A2, CLASS_11A3, saved

PUPILS = 4

_letters = st.text(
    alphabet=st.sampled_from("TĐCKHXtđ05,./- " + string.ascii_lowercase + "ăâêôơưạảấầ"), max_size=12
)
_words = st.sampled_from(
    ["T", "Đ", "CĐ", "x", "Nam", "Nữ", "HKI", "Toán", "Mã học sinh", "Họ và tên", "LỚP 4A2",
     "NĂM HỌC 2022-2023", "Người lập bảng", "Tổng số", "#N/A", "#REF!", "=1/0", "=A1", "8,5",
     "Khuyết tật, không đánh giá", "0184230386", "184230386", "001214297226", "31/02/2014"]
)  # fmt: skip
_anything = (
    st.none()
    | _words
    | _letters
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates(date(1900, 3, 1), date(2100, 1, 1))
    | st.booleans()
)


WIDTH = 50
"""Columns that may be changed: some within every table, some beside it."""


@cache
def small(sample: Path) -> Workbook:
    """A sample with a few pupils, for speed."""
    book = load_workbook(sample)
    first, *others = book.worksheets
    first.delete_rows(7 + PUPILS, 100)
    for sheet in others:
        sheet.delete_rows(2 + PUPILS, 100)
    return book


@cache
def small_report(sample: Path) -> ImportReport:
    return check_workbook(saved(small(sample)))


def check_with(sample: Path, places: list[tuple[str, int, int]], values: list[object]):
    """The report of a sample with some cells changed; the cached book is put back afterwards."""
    book = small(sample)
    cells = [book[sheet].cell(row, column) for sheet, row, column in places]
    with contextlib.ExitStack() as back:
        for cell in cells:
            back.callback(setattr, cell, "number_format", cell.number_format)
            back.callback(setattr, cell, "value", cell.value)
        for cell, value in zip(cells, values, strict=True):
            cell.value = value
        data = saved(book)
    return check_workbook(data)


def record(pupil: CheckedPupil) -> tuple[object, ...]:
    return (pupil.pupil, pupil.results, pupil.stated, pupil.computed)


samples = st.sampled_from([CLASS_4A1, CLASS_7A2, CLASS_11A3])


@settings(max_examples=120)
@given(samples, st.data())
def test_a_changed_cell_of_a_pupil_touches_no_other_record(sample, data):
    book = small(sample)
    sheet = data.draw(st.sampled_from(book.worksheets))
    first = 7 if sheet is book.worksheets[0] else 2
    index = data.draw(st.integers(0, PUPILS - 1))
    place = (sheet.title, first + index, data.draw(st.integers(1, WIDTH)))
    report = check_with(sample, [place], [data.draw(_anything)])
    assert as_json(report)
    found = {pupil.code: record(pupil) for pupil in report.pupils}
    for other, pupil in enumerate(small_report(sample).pupils):
        if other != index:
            assert found[pupil.code] == record(pupil)


@settings(max_examples=120)
@given(samples, st.data())
def test_cells_changed_anywhere_raise_nothing_but_an_error_of_the_program(sample, data):
    book = small(sample)
    places = data.draw(
        st.lists(
            st.sampled_from(book.worksheets).flatmap(
                lambda sheet: st.tuples(
                    st.just(sheet.title),
                    st.integers(1, 7 + PUPILS),
                    st.integers(1, WIDTH),
                ).filter(lambda place: not _is_merged(sheet, place))
            ),
            min_size=1,
            max_size=8,
            unique=True,
        )
    )
    values = data.draw(st.lists(_anything, min_size=len(places), max_size=len(places)))
    with contextlib.suppress(HocbaError):
        report = check_with(sample, places, values)
        assert as_json(report)
        for pupil in report.pupils:
            if pupil.accepted:
                assert None not in record(pupil)


def _is_merged(sheet, place):
    _, row, column = place
    return type(sheet.cell(row, column)).__name__ == "MergedCell"


@settings(max_examples=120)
@given(samples, st.data())
def test_an_accepted_pupil_has_no_error_and_a_held_back_one_has_a_reason(sample, data):
    book = small(sample)
    sheet = book.worksheets[0]
    rows = data.draw(st.lists(st.integers(7, 6 + PUPILS), min_size=1, max_size=3, unique=True))
    places = [(sheet.title, row, data.draw(st.integers(3, WIDTH))) for row in rows]
    report = check_with(sample, places, [data.draw(_anything) for _ in places])
    errors = [f for f in report.findings if f.severity is Severity.ERROR]
    for pupil in report.pupils:
        reasons = [f for f in errors if f.pupil in ("", pupil.code)]
        assert pupil.accepted is not bool(reasons)


@pytest.mark.parametrize("sample", [CLASS_4A1, CLASS_7A2, CLASS_11A3])
def test_the_small_classes_are_as_good_as_the_whole_ones(sample):
    report = small_report(sample)
    assert report.counts.read == report.counts.accepted == PUPILS
