"""Lists that offices keep, as a workbook or as CSV: rows by the names of their columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hocba.core.errors import UnreadableFile
from hocba.school.imports.archive import MAX_FILE
from hocba.school.imports.cells import CellFault, require_sound, shown
from hocba.school.imports.text import clean, key
from hocba.school.imports.workbook import Cell, read_workbook

MOST_ROWS = 20_000
"""Of a CSV file; a workbook has no more than the importer takes, 1,000."""

_DEEPEST_HEAD = 10
"""Rows of titles above the head."""

_SEPARATORS = ";\t,"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something, by its number in the file; ``cells`` by the column's own name."""

    number: int
    cells: Mapping[str, str]


def read_list(file: Path, columns: Mapping[str, Sequence[str]]) -> list[Row]:
    """The rows below the head. ``columns``: under which headings each column is known.

    Raises UnreadableFile when the file cannot be read, has no such head, or no row.
    """
    lines = _lines(file)
    for place, (_number, cells) in enumerate(lines[:_DEEPEST_HEAD]):
        places = _places(cells, columns)
        if len(places) == len(columns):
            return _rows(lines[place + 1 :], places)
    names = ", ".join(f"«{headings[0]}»" for headings in columns.values())
    raise UnreadableFile(f"Tệp «{file.name}» phải có một dòng tiêu đề gồm các cột: {names}.")


def _places(cells: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    there = {key(cell): place for place, cell in reversed(list(enumerate(cells)))}
    return {
        name: there[key(heading)]
        for name, headings in columns.items()
        for heading in headings
        if key(heading) in there
    }


def _rows(lines: Iterable[tuple[int, Sequence[str]]], places: Mapping[str, int]) -> list[Row]:
    rows = [
        Row(number, {name: cells[at] if at < len(cells) else "" for name, at in places.items()})
        for number, cells in lines
    ]
    found = [row for row in rows if any(row.cells.values())]
    if not found:
        raise UnreadableFile("Danh sách chưa có dòng nào dưới dòng tiêu đề.")
    return found


def _lines(file: Path) -> list[tuple[int, list[str]]]:
    with file.open("rb") as stream:
        data = stream.read(MAX_FILE + 1)
    return _of_workbook(data) if data.startswith(b"PK") else _of_text(data)


def _of_workbook(data: bytes) -> list[tuple[int, list[str]]]:
    sheets = read_workbook(data)
    if not sheets:
        raise UnreadableFile("Sổ không có trang tính nào.")
    rows = sheets[0].rows
    return [
        (number, [_cell(sheets[0].cell(number, column)) for column in range(1, max(cells) + 1)])
        for number, cells in sorted(rows.items())
        if cells
    ]


def _cell(cell: Cell) -> str:
    try:
        require_sound(cell)
    except CellFault as fault:
        raise UnreadableFile(f"Ô {cell.ref}: {fault.message}") from fault
    return shown(cell)


def _of_text(data: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            "Tệp không phải .xlsx, cũng không phải CSV dạng UTF-8; trong Excel hãy lưu dạng «CSV "
            "UTF-8 (Comma delimited)»."
        ) from error
    reader = csv.reader(text.splitlines(), delimiter=_separator(text))
    rows = [(reader.line_num, [clean(cell) for cell in cells]) for cells in reader if any(cells)]
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(f"Danh sách có {len(rows)} dòng; mỗi tệp nhiều nhất {MOST_ROWS} dòng.")
    return rows


def _separator(text: str) -> str:
    """Excel divides by what the computer's region says; the head tells which it was."""
    head = text[:2_000]
    return max(_SEPARATORS, key=head.count)
