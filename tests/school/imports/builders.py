"""Workbooks for the tests: the sample classes with changes, and packages written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from hocba.core.finding import Finding
from hocba.school.imports import CheckedPupil, ImportReport, check_workbook

SAMPLES = Path(__file__).parents[3] / "sample"
CLASS_4A1 = SAMPLES / "lop-4a1-tong-hop-danh-gia.xlsx"
CLASS_2B = SAMPLES / "lop-2b-tong-hop-danh-gia.xlsx"
CLASS_7A2 = SAMPLES / "lop-7a2-tong-ket.xlsx"
CLASS_11A3 = SAMPLES / "lop-11a3-tong-ket.xlsx"

RESULTS, COMMENTS, PERSONS = "Tổng hợp", "Nhận xét", "Hồ sơ học sinh"
YEAR = "Tổng kết năm"


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(sample: Path | io.BytesIO, change: Callable[[Workbook], object]) -> bytes:
    """A sample after ``change`` was applied to it."""
    book = load_workbook(sample)
    change(book)
    return saved(book)


def with_cells(sample: Path, values: Mapping[str, object]) -> bytes:
    """A sample with other values in cells, each named as ``Tổng hợp!G8``."""

    def change(book: Workbook) -> None:
        for place, value in values.items():
            sheet, _, ref = place.partition("!")
            book[sheet][ref].value = value

    return changed(sample, change)


def check(data: bytes, **options: object) -> ImportReport:
    return check_workbook(data, **options)


def check_with(sample: Path, values: Mapping[str, object], **options: object) -> ImportReport:
    return check_workbook(with_cells(sample, values), **options)


@cache
def untouched(sample: Path) -> ImportReport:
    return check_workbook(sample.read_bytes())


def findings_at(report: ImportReport, sheet: str, cell: str) -> list[Finding]:
    return [each for each in report.findings if (each.sheet, each.cell) == (sheet, cell)]


def codes(report: ImportReport) -> set[str]:
    return {str(finding.code) for finding in report.findings}


def only_code_at(report: ImportReport, sheet: str, cell: str) -> str:
    """The code of the one finding at a cell; every finding must say what to do."""
    (finding,) = findings_at(report, sheet, cell)
    assert finding.message.endswith(".")
    return str(finding.code)


def pupil(report: ImportReport, code: str) -> CheckedPupil:
    (found,) = [each for each in report.pupils if each.code == code]
    return found


def held_back(report: ImportReport) -> set[str]:
    return {each.code for each in report.pupils if not each.accepted}


def records(report: ImportReport) -> list[tuple[object, ...]]:
    """What goes on the pages, whatever was found."""
    return [(p.pupil, p.results, p.stated, p.computed) for p in report.pupils]


@dataclass(frozen=True)
class Column:
    """A column of a results sheet: group heading, own heading, values from the first pupil."""

    top: str
    sub: str
    values: tuple[object, ...]


def columns_of(sheet: Worksheet, top: int = 5, last: int | None = None) -> list[Column]:
    """The columns of a sample's results, every heading spelled out over its own column."""
    tops: dict[int, str] = {}
    for number in range(1, sheet.max_column + 1):
        own = sheet.cell(top, number).value
        tops[number] = own or tops[number - 1]
    rows = range(top + 2, (last or sheet.max_row) + 1)
    return [
        Column(
            tops[number],
            sheet.cell(top + 1, number).value or "",
            tuple(sheet.cell(row, number).value for row in rows),
        )
        for number in range(1, sheet.max_column + 1)
    ]


def renamed(columns: Iterable[Column], words: Mapping[str, str]) -> list[Column]:
    """The columns with other headings and other words in their cells."""
    return [
        replace(
            each,
            top=words.get(each.top, each.top),
            sub=words.get(each.sub, each.sub),
            values=tuple(words.get(v, v) if isinstance(v, str) else v for v in each.values),
        )
        for each in columns
    ]


def write_two_rows(
    sheet: Worksheet, columns: Sequence[Column], first: int = 5, *, merged: bool = True
) -> None:
    """Group headings over own headings; without merging, a group is said over its first column."""
    for number, column in enumerate(columns, 1):
        left = columns[number - 2].top if number > 1 else None
        if column.top != left:
            sheet.cell(first, number, column.top)
        if column.sub:
            sheet.cell(first + 1, number, column.sub)
        elif merged:
            letter = get_column_letter(number)
            sheet.merge_cells(f"{letter}{first}:{letter}{first + 1}")
        for row, value in enumerate(column.values, first + 2):
            sheet.cell(row, number, value)
    if merged:
        _merge_groups(sheet, columns, first)


def _merge_groups(sheet: Worksheet, columns: Sequence[Column], first: int) -> None:
    start = 1
    for number in range(2, len(columns) + 2):
        if number > len(columns) or columns[number - 1].top != columns[start - 1].top:
            if number - 1 > start:
                sheet.merge_cells(
                    start_row=first, end_row=first, start_column=start, end_column=number - 1
                )
            start = number


def write_one_row(sheet: Worksheet, columns: Sequence[Column], first: int = 5) -> None:
    """Every heading in one cell: ``Tiếng Việt - Điểm KTĐK``."""
    for number, column in enumerate(columns, 1):
        sheet.cell(first, number, f"{column.top} - {column.sub}" if column.sub else column.top)
        for row, value in enumerate(column.values, first + 1):
            sheet.cell(row, number, value)


def rewritten(
    sample: Path,
    write: Callable[[Worksheet, Sequence[Column]], object],
    arrange: Callable[[list[Column]], Sequence[Column]] = lambda columns: columns,
) -> bytes:
    """A sample whose results sheet was written anew below the same title lines."""

    def change(book: Workbook) -> None:
        old = book.worksheets[0]
        columns = arrange(columns_of(old))
        new = book.create_sheet("Trang 1", 0)
        for row in (1, 2, 3):
            new.cell(row, 1, old.cell(row, 1).value)
        write(new, columns)
        book.remove(old)

    return changed(sample, change)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def parts(
    sheet: str,
    *,
    shared: str = "",
    styles: str = "",
    properties: str = "",
    main: str = MAIN,
    prolog: str = "",
) -> dict[str, bytes]:
    """The parts of a package with one sheet, its ``sheetData`` (and what follows) given as XML."""
    relations = {
        "_rels/.rels": [("officeDocument", "xl/workbook.xml")],
        "xl/_rels/workbook.xml.rels": [
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ],
    }
    found = {name: _relations(targets) for name, targets in relations.items()}
    found["xl/workbook.xml"] = (
        f'<workbook xmlns="{main}" xmlns:r="{_RELATIONS}">{properties}'
        '<sheets><sheet name="Trang 1" sheetId="1" r:id="r0"/></sheets></workbook>'
    )
    found["xl/worksheets/sheet1.xml"] = f'{prolog}<worksheet xmlns="{main}">{sheet}</worksheet>'
    if shared:
        found["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{shared}</sst>'
    if styles:
        found["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    return {name: text.encode() for name, text in found.items()}


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{items}</Relationships>'


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def package(sheet: str, **options: str) -> bytes:
    """A workbook with one sheet written by hand."""
    return packed(parts(sheet, **options))
