"""The heading rows of a table: where they are and the words over each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hocba.school.imports.headings import (
    field_of,
    is_heading_word,
    is_part_or_group,
    plain_field,
)
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
    """Rows ``top`` to ``bottom`` of a sheet and the heading cells over each column, group first.

    A merged heading is the one cell that holds its text, over every column that it covers.
    """

    top: int
    bottom: int
    paths: Mapping[int, tuple[Cell, ...]]

    def texts(self, column: int) -> tuple[str, ...]:
        """The words over a column; none for a column without a heading."""
        return tuple(cell.text for cell in self.paths.get(column, ()))

    def title(self, column: int) -> str:
        """The words over a column, as messages show them."""
        return " – ".join(self.texts(column))

    def cell(self, column: int) -> Cell:
        """The cell to point at for a column: the one that names it, not its part or group."""
        path = self.paths[column]
        return next((cell for cell in path if not is_part_or_group(cell.text)), path[-1])


def find_header(sheet: Sheet) -> Header | None:
    """The first rows that hold a table's headings: a pupil's code or name among others."""
    rows = sorted(sheet.rows)[:_SEARCHED_ROWS]
    middle = next((row for row in rows if _starts_table(sheet.rows[row])), None)
    if middle is None:
        return None
    top, bottom = _top(sheet, middle), _bottom(sheet, middle)
    merges = [m for m in sheet.merges if m.top <= bottom and m.bottom >= top]
    grid = [_headings(sheet, row, merges) for row in range(top, bottom + 1)]
    _spread_groups(grid, top, merges)
    return Header(
        top, bottom, {column: _path(grid, column) for column in sorted(set().union(*grid))}
    )


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
    merged = [m.bottom for m in sheet.merges if m.top <= row <= m.bottom]
    last = min(max([row, *merged]), row + _MOST_ROWS)
    while last - row < _MOST_ROWS and _continues(sheet.rows.get(last + 1, {}), sheet.rows[row]):
        last += 1
    return last


def _continues(cells: Mapping[int, Cell], above: Mapping[int, Cell]) -> bool:
    identity = {c for c, cell in above.items() if plain_field(cell.text) in (CODE, NAME)}
    if identity & set(cells):
        return False
    return any(isinstance(c.value, str) and is_heading_word(c.text) for c in cells.values())


def _headings(sheet: Sheet, row: int, merges: Sequence[Merge]) -> dict[int, Cell]:
    """The heading cells of a row, a merged one standing in every column that it covers."""
    headings = {column: cell for column, cell in sheet.rows.get(row, {}).items() if cell.text}
    for merge in merges:
        anchor = sheet.cell(merge.top, merge.left)
        if anchor.text and merge.top <= row <= merge.bottom:
            right = min(merge.right, MAX_COLUMNS)
            headings |= dict.fromkeys(range(merge.left, right + 1), anchor)
    return headings


def _spread_groups(grid: list[dict[int, Cell]], top: int, merges: Sequence[Merge]) -> None:
    """A group's heading that was not merged stands over the columns up to the next heading."""
    width = max(max(row, default=0) for row in grid)
    for index, row in enumerate(grid[:-1]):
        group: Cell | None = None
        for column in range(1, width + 1):
            below = any(
                column in lower and lower[column] != row.get(column) for lower in grid[index + 1 :]
            )
            if column in row:
                group = row[column] if below else None
            elif below and group and not _merged(merges, top + index, column):
                row[column] = group
            else:
                group = None


def _merged(merges: Sequence[Merge], row: int, column: int) -> bool:
    return any(m.top <= row <= m.bottom and m.left <= column <= m.right for m in merges)


def _path(grid: list[dict[int, Cell]], column: int) -> tuple[Cell, ...]:
    """The heading cells over a column from the top, each once."""
    return tuple(dict.fromkeys(row[column] for row in grid if column in row))
