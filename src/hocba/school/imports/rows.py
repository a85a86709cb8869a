"""Which rows under the headings are pupils, and which are notes, totals and signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from hocba.core.finding import Field
from hocba.school.imports.header import Header
from hocba.school.imports.person_cells import is_code
from hocba.school.imports.text import key
from hocba.school.imports.vocabulary import BIRTH_DATE, CODE, NUMBER, PERSONAL_ID
from hocba.school.imports.workbook import Cell, Sheet

_FOOTER = re.compile(
    r"(nguoi|giao vien|gvcn|hieu truong|pho hieu truong|ban giam hieu|ky|duyet|xac nhan|tong|cong|"
    r"so luong|so hoc sinh|ti le|ty le|thong ke|ghi chu|to truong|lap bang|trong do)\b|"
    r".*\bngay\b.*\bthang\b"
)
"""How the lines under a table begin, as heading keys: who made it, who signs, totals, the date."""

_COLUMN_NUMBER = re.compile(r"\(?[0-9]{1,3}\)?")


def pupil_rows(sheet: Sheet, header: Header, columns: Mapping[Field, int]) -> tuple[int, ...]:
    """The rows of pupils in order: those with a code, and those without that hold a pupil."""
    below = {
        row: cells
        for row, cells in sheet.rows.items()
        if row > header.bottom and not _repeats(cells, header) and not _numbers_columns(cells)
    }
    coded = {row for row, cells in below.items() if _has_code(cells, columns)}
    last = max(coded, default=header.bottom)
    others = {row: cells for row, cells in below.items() if row not in coded}
    return tuple(sorted([*coded, *_without_code(others, columns, last)]))


def _without_code(
    others: Mapping[int, Mapping[int, Cell]], columns: Mapping[Field, int], last: int
) -> Iterator[int]:
    """Rows of pupils without a good code; under the last good one only down to a footer."""
    for row in sorted(others):
        if row > last and _is_footer(others[row], columns):
            return
        if _is_pupil(others[row], columns):
            yield row


def _has_code(cells: Mapping[int, Cell], columns: Mapping[Field, int]) -> bool:
    """Whether a pupil's code stands there, not a footer, which may begin in any column."""
    code = cells.get(columns.get(CODE, 0))
    return code is not None and is_code(code)


def _repeats(cells: Mapping[int, Cell], header: Header) -> bool:
    """Whether a row says the headings again, as at the top of every printed page."""
    return all(cell.text in header.texts(column) for column, cell in cells.items())


def _numbers_columns(cells: Mapping[int, Cell]) -> bool:
    """Whether a row only counts the columns: 1, 2, 3 … or (1), (2), (3) …"""
    texts = [cell.text for _, cell in sorted(cells.items())]
    if len(texts) < 3 or not all(map(_COLUMN_NUMBER.fullmatch, texts)):
        return False
    numbers = [int(text.strip("()")) for text in texts]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_footer(cells: Mapping[int, Cell], columns: Mapping[Field, int]) -> bool:
    if _has(cells, columns, BIRTH_DATE) or _has(cells, columns, PERSONAL_ID):
        return False
    return any(_FOOTER.match(key(cell.text)) for cell in cells.values())


def _is_pupil(cells: Mapping[int, Cell], columns: Mapping[Field, int]) -> bool:
    """A pupil has a number in the list, a person's facts or results; a lone text is a note."""
    number = cells.get(columns.get(NUMBER, 0))
    numbered = number is not None and number.text.isdigit()
    known = [field for field in columns if field != NUMBER and _has(cells, columns, field)]
    return len(known) > 1 or bool(known and numbered)


def _has(cells: Mapping[int, Cell], columns: Mapping[Field, int], field: Field) -> bool:
    return columns.get(field) in cells
