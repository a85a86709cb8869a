"""A list to take home: a workbook (.xlsx) for Excel, or CSV. No cell of it is ever a formula.

A name may begin with "=", and whoever opens the table trusts it (CSV injection). A workbook says
of each cell that it is text. CSV cannot, so there an apostrophe stands before what a table
program could take for a formula.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TypeAlias

from django.http import HttpResponse
from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell: TypeAlias = str | int | date | datetime | None

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

_BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_WIDEST, _MARGIN = 60, 2
"""Letters."""


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the names of the columns, and the rows, each as long as the head or shorter."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_workbook(table: Table) -> bytes:
    """One sheet whose head stays in sight; days and times are dates, in Việt Nam's time."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_A_TITLE.sub(" ", table.title)[:_LONGEST_TITLE])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_heading(sheet, text) for text in table.head])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(table: Table) -> str:
    """UTF-8 with a mark that Excel understands; days as dd/mm/yyyy."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(table.head)
    writer.writerows([_harmless(_text(value)) for value in row] for row in table.rows)
    return _BOM + out.getvalue()


def download(table: Table, name: str) -> HttpResponse:
    """The table as a file: its form is told by the name's ending, ``.xlsx`` or ``.csv``."""
    whole = name.endswith(".xlsx")
    return HttpResponse(
        as_workbook(table) if whole else as_csv(table),
        content_type=WORKBOOK if whole else CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _heading(sheet: object, text: str) -> WriteOnlyCell:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: object, value: Cell) -> WriteOnlyCell:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("�", value))
        cell.data_type = "s"  # openpyxl takes "=…" for a formula
        return cell
    if isinstance(value, datetime):
        value = localtime(value).replace(tzinfo=None)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, date):
        cell.number_format = "DD/MM/YYYY HH:MM" if isinstance(value, datetime) else "DD/MM/YYYY"
    return cell


def _text(value: Cell) -> str:
    if isinstance(value, datetime):
        return f"{localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _widths(table: Table) -> Iterable[int]:
    """Columns as wide as what stands in them, so that nobody has to pull at them first."""
    for number, name in enumerate(table.head):
        texts = (_text(row[number]) for row in table.rows if number < len(row))
        longest = max(map(len, texts), default=0)
        yield min(max(longest, len(name)), _WIDEST) + _MARGIN
