"""The heading rows of a table: where they are and the words over each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hocba.school.imports.headings import field_of, is_heading_word, plain_field
from hocba.school.imports.text import key
from hocba.school.imports.vocabulary import BANNERS, CODE, NAME
from hocba.school.imports.workbook import MAX_COLUMNS, Cell, Merge, Sheet

_MOST_ROWS = 4
_SEARCHED_ROWS = 100
"""Filled rows in which a table must begin."""

_FEWEST_HEADINGS = 3
_FOUND_IN_UPPER_ROW = frozenset({"subject", "quality", "competence", "academic", "conduct"})


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``top`` to ``bottom`` of a sheet; ``paths`` gives the texts over a column, group first.

    ``cells`` holds the lowest heading cell of each column, ``merges`` the merged headings.
    """

    top: int
    bottom: int
    paths: Mapping[int, tuple[str, ...]]
    cells: Mapping[int, Cell]
    merges: tuple[Merge, ...]

    def cell(self, column: int) -> Cell:
        """The cell to point at when something is to be said of a column's heading."""
        return self.cells[column]

    def together(self, first: int, second: int) -> bool:
        """Whether one merged heading stands over both columns."""
        return any(m.left <= first and second <= m.right for m in self.merges)


def find_header(sheet: Sheet) -> Header | None:
    """The first rows that hold a table's headings: a pupil's code or name among others."""
    rows = sorted(sheet.rows)[:_SEARCHED_ROWS]
    middle = next((row for row in rows if _starts_table(sheet.rows[row])), None)
    if middle is None:
        return None
    top, bottom = _top(sheet, middle), _bottom(sheet, middle)
    merges = tuple(m for m in sheet.merges if m.top <= bottom and m.bottom >= top)
    grid = [_texts(sheet, row, merges) for row in range(top, bottom + 1)]
    _spread_groups(grid, top, merges)
    columns = sorted(set().union(*grid))
    cells = {column: _lowest(sheet, column, top, bottom, merges) for column in columns}
    return Header(top, bottom, {c: _path(grid, c) for c in columns}, cells, merges)


def _starts_table(cells: Mapping[int, Cell]) -> bool:
    texts = [cell.text for cell in cells.values() if isinstance(cell.value, str)]
    named = {plain_field(text) for text in texts} & {CODE, NAME}
    return bool(named) and sum(map(is_heading_word, texts)) >= _FEWEST_HEADINGS


def _top(sheet: Sheet, row: int) -> int:
    """The heading may begin above the row of code and name, with names of subjects or groups."""
    first = row
    while row - first < _MOST_ROWS and any(
        map(_names_group, sheet.rows.get(first - 1, {}).values())
    ):
        first -= 1
    return first


def _names_group(cell: Cell) -> bool:
    field = field_of((cell.text,))
    return key(cell.text) in BANNERS or (field is not None and field[0] in _FOUND_IN_UPPER_ROW)


def _bottom(sheet: Sheet, row: int) -> int:
    """The heading goes on as far as its merged cells, and over rows of headings only."""
    merged = [m.bottom for m in sheet.merges if m.top <= row <= m.bottom and row in sheet.rows]
    last = min(max([row, *merged]), row + _MOST_ROWS)
    while last - row < _MOST_ROWS and _continues(sheet.rows.get(last + 1, {}), sheet.rows[row]):
        last += 1
    return last


def _continues(cells: Mapping[int, Cell], above: Mapping[int, Cell]) -> bool:
    identity = {c for c, cell in above.items() if plain_field(cell.text) in (CODE, NAME)}
    if identity & set(cells):
        return False
    return any(isinstance(c.value, str) and is_heading_word(c.text) for c in cells.values())


def _texts(sheet: Sheet, row: int, merges: tuple[Merge, ...]) -> dict[int, str]:
    """The texts of a heading row, a merged text standing in every column that it covers."""
    texts = {column: cell.text for column, cell in sheet.rows.get(row, {}).items() if cell.text}
    for merge in merges:
        text = sheet.cell(merge.top, merge.left).text
        if text and merge.top <= row <= merge.bottom:
            right = min(merge.right, MAX_COLUMNS)
            texts |= dict.fromkeys(range(merge.left, right + 1), text)
    return texts


def _spread_groups(grid: list[dict[int, str]], top: int, merges: tuple[Merge, ...]) -> None:
    """Where a group's heading was not merged, it stands over the columns up to the next heading."""
    width = max(max(row, default=0) for row in grid)
    for index, row in enumerate(grid[:-1]):
        group = ""
        for column in range(1, width + 1):
            below = any(
                lower.get(column, row.get(column)) != row.get(column) for lower in grid[index + 1 :]
            )
            if column in row:
                group = row[column] if below else ""
            elif below and group and not _merged(merges, top + index, column):
                row[column] = group
            else:
                group = ""


def _merged(merges: tuple[Merge, ...], row: int, column: int) -> bool:
    return any(m.top <= row <= m.bottom and m.left <= column <= m.right for m in merges)


def _path(grid: list[dict[int, str]], column: int) -> tuple[str, ...]:
    """The texts over a column from the top; a text merged over several rows counts once."""
    return tuple(dict.fromkeys(row[column] for row in grid if column in row))


def _lowest(sheet: Sheet, column: int, top: int, bottom: int, merges: tuple[Merge, ...]) -> Cell:
    """The lowest cell of the heading that holds text over the column."""
    for row in range(bottom, top - 1, -1):
        if not sheet.cell(row, column).blank:
            return sheet.cell(row, column)
    for merge in merges:
        if merge.left <= column <= merge.right and merge.top >= top:
            return sheet.cell(merge.top, merge.left)
    return Cell(bottom, column)
