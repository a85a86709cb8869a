"""The cells of the visible sheets of a workbook (ECMA-376, part 1, SpreadsheetML).

Read in one pass over the XML: the importer needs, of each cell, its value *and* whether a
formula stands behind it; what a cell looks like, drawings and links are never opened.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from lxml import etree

from hocba.core.errors import UnreadableFile
from hocba.school.imports.archive import Archive
from hocba.school.imports.text import clean, unescape

MAX_SHEETS = 50
MAX_ROWS = 1_000
MAX_COLUMNS = 1_000
MAX_MERGES = 5_000
MAX_CELLS = 1_000_000
"""Far beyond a class's book: 60 pupils, 80 columns. Of rows and columns, only those that
hold something count."""

Value = str | Decimal | date


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Numbers have the 15 significant digits that Excel shows; texts are clean.

    ``error`` is an Excel error value such as ``#N/A``; ``uncomputed`` says that a formula
    stands here whose value the file does not hold.
    """

    row: int
    column: int
    value: Value | None = None
    error: str = ""
    uncomputed: bool = False

    @property
    def ref(self) -> str:
        """The cell in A1 notation."""
        return f"{column_letters(self.column)}{self.row}"

    @property
    def blank(self) -> bool:
        return self.value is None and not self.error and not self.uncomputed

    @property
    def text(self) -> str:
        """The value as text; empty for a blank or broken cell."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, bounds included; the value stands in the top left cell."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: the cells that hold something, by row and column (from 1)."""

    name: str
    rows: dict[int, dict[int, Cell]]
    merges: tuple[Merge, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """The cell there, blank if it holds nothing."""
        return self.rows.get(row, {}).get(column) or Cell(row, column)


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """The visible sheets in their order. Raises UnreadableFile, with a sentence for the user."""
    archive = Archive(data)
    book = _main_part(archive)
    targets = archive.targets(book)
    root = archive.root(book)
    shared = _Shared(_strings(archive, targets), _date_styles(archive, targets), _epoch(root))
    listed = [item for item in root.iter("{*}sheet") if item.get("state", "visible") == "visible"]
    if len(listed) > MAX_SHEETS:
        raise UnreadableFile(f"Sổ có hơn {MAX_SHEETS} trang tính; hãy bỏ các trang không cần.")
    named = [(item.get("name", ""), targets.get(_relationship(item), ("", ""))) for item in listed]
    return tuple(
        _read_sheet(archive, name, part, shared)
        for name, (kind, part) in named
        if kind == "worksheet" and part in archive
    )


def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the cells of every sheet refer to."""

    strings: list[str]
    date_styles: frozenset[int]
    epoch: date


_NO_WORKBOOK = "Đây không phải là sổ Excel (.xlsx); hãy mở bằng Excel và lưu lại dạng .xlsx."


def _main_part(archive: Archive) -> str:
    for kind, name in archive.targets("").values():
        if kind == "officeDocument" and name.endswith(".xml") and name in archive:
            return name
    raise UnreadableFile(_NO_WORKBOOK)


def _relationship(sheet: etree._Element) -> str:
    """The sheet's ``r:id``, whichever of the two namespaces (transitional, strict) it is in."""
    return next((str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")


def _epoch(book: etree._Element) -> date:
    """Day 0 of the book's serial dates; 1900 counts a 29 February that never was."""
    properties = book.find("{*}workbookPr")
    on = properties is not None and properties.get("date1904") in ("1", "true")
    return date(1904, 1, 1) if on else date(1899, 12, 30)


def _part_of_kind(targets: dict[str, tuple[str, str]], kind: str) -> str:
    return next((name for each, name in targets.values() if each == kind), "")


def _strings(archive: Archive, targets: dict[str, tuple[str, str]]) -> list[str]:
    part = _part_of_kind(targets, "sharedStrings")
    return [_text_of(item) for item in archive.elements(part, "si")] if part in archive else []


def _text_of(item: etree._Element) -> str:
    """The text of a (rich) string without its phonetic guide."""
    parts = (
        element.text or ""
        for element in item.iter("{*}t")
        if etree.QName(element.getparent()).localname != "rPh"
    )
    return clean(unescape("".join(parts)))


_BUILTIN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_DATE_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|general', re.IGNORECASE)


def _date_styles(archive: Archive, targets: dict[str, tuple[str, str]]) -> frozenset[int]:
    """The cell styles that show a number as a date."""
    part = _part_of_kind(targets, "styles")
    if part not in archive:
        return frozenset()
    root = archive.root(part)
    dates = {str(number) for number in _BUILTIN_DATES} | {
        item.get("numFmtId", "")
        for item in root.iter("{*}numFmt")
        if re.search("[dmyhs]", _NOT_DATE_LETTERS.sub("", item.get("formatCode", "").lower()))
    }
    formats = (item.get("numFmtId") for item in root.iterfind("{*}cellXfs/{*}xf"))
    return frozenset(index for index, number in enumerate(formats) if number in dates)


def _read_sheet(archive: Archive, name: str, part: str, shared: _Shared) -> Sheet:
    reading = _SheetReading(name, shared)
    for element in archive.elements(part, "row", "mergeCell"):
        try:
            reading.take(element)
        except (ValueError, IndexError, ArithmeticError) as error:
            raise UnreadableFile(f"Trang tính «{name}» bị hỏng; hãy lưu lại bằng Excel.") from error
    return Sheet(name, reading.rows, tuple(reading.merges))


@dataclass(slots=True)
class _SheetReading:
    """The state of one pass over a sheet: rows and cells may leave out their own numbers."""

    name: str
    shared: _Shared
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    row: int = 0
    cells: int = 0

    def take(self, element: etree._Element) -> None:
        if etree.QName(element).localname == "row":
            self._take_row(element)
        else:
            self.merges.append(_merge(element.get("ref", "")))
        if len(self.rows) > MAX_ROWS or len(self.merges) > MAX_MERGES or self.cells > MAX_CELLS:
            self._refuse_size()

    def _take_row(self, element: etree._Element) -> None:
        self.row = int(element.get("r", self.row + 1))
        self.cells += len(element)
        column = 0
        cells = {}
        for item in element.iterchildren("{*}c"):
            column = _position(item.get("r", ""))[1] if item.get("r") else column + 1
            if len(item) and not (cell := _cell(item, self.row, column, self.shared)).blank:
                cells[column] = cell
        if cells:
            self.rows[self.row] = cells
            if max(cells) > MAX_COLUMNS:
                self._refuse_size()

    def _refuse_size(self) -> None:
        raise UnreadableFile(
            f"Trang tính «{self.name}» có quá nhiều hàng, cột hoặc ô; "
            "hãy xoá phần thừa, chỉ giữ bảng của một lớp."
        )


_REF = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def _position(ref: str) -> tuple[int, int]:
    """Row and column of an A1 reference. Raises ValueError."""
    match = _REF.fullmatch(ref)
    if match is None:
        raise ValueError(ref)
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]), column


_BEYOND_NUMBERS = "#NUM!"
"""What Excel says of a result that no number can hold."""


def _merge(ref: str) -> Merge:
    first, _, last = ref.partition(":")
    return Merge(*_position(first), *_position(last or first))


def _cell(item: etree._Element, row: int, column: int, shared: _Shared) -> Cell:
    kind = item.get("t", "n")
    parts = {etree.QName(child).localname: child for child in item if isinstance(child.tag, str)}
    stored = parts["v"].text if "v" in parts else None
    if kind == "inlineStr":
        return Cell(row, column, _text_of(parts["is"]) or None if "is" in parts else None)
    known_empty = kind == "str" and "v" in parts
    if not stored:
        return Cell(row, column, uncomputed="f" in parts and not known_empty)
    if kind == "e":
        return Cell(row, column, error=clean(stored))
    if kind == "n" and not math.isfinite(float(stored)):
        return Cell(row, column, error=_BEYOND_NUMBERS)
    return Cell(row, column, _value(kind, stored, int(item.get("s", 0)), shared))


def _value(kind: str, stored: str, style: int, shared: _Shared) -> Value | None:
    match kind:
        case "s":
            return shared.strings[int(stored)] or None
        case "b":
            return "TRUE" if int(stored) else "FALSE"
        case "d":
            return date.fromisoformat(stored[:10])
        case "str":
            return clean(unescape(stored)) or None
    return _number(float(stored), style, shared)


def _number(stored: float, style: int, shared: _Shared) -> Value:
    """A stored double as Excel shows it: 15 significant digits, so 0.1 + 0.2 is 0.3."""
    number = Decimal(format(stored, ".15g"))
    return _as_date(number, shared.epoch) if style in shared.date_styles else number


def _as_date(serial: Decimal, epoch: date) -> Value:
    """The day of a serial date; the number itself where no calendar has such a day."""
    try:
        return epoch + timedelta(days=int(serial))
    except OverflowError:
        return serial
