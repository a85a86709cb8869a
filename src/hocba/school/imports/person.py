"""The person of a row: the same in every sheet, with a personal ID that fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from hocba.core import personal_id
from hocba.core.errors import InputError
from hocba.core.finding import Field, Finding, Severity
from hocba.core.record import Pupil, Sex
from hocba.school.imports import person_cells
from hocba.school.imports.cells import quoted
from hocba.school.imports.findings import Code
from hocba.school.imports.join import Row
from hocba.school.imports.reading import Reading
from hocba.school.imports.tables import Table
from hocba.school.imports.vocabulary import BIRTH_DATE, CODE, NAME, PERSONAL_ID, SEX
from hocba.school.imports.workbook import Cell

T = TypeVar("T", str, date, Sex)

_OTHERS = (
    *("ethnic_group", "nationality", "birth_place", "home_town", "address"),
    *("father", "mother", "guardian"),
)
PERSON_FIELDS: frozenset[Field] = frozenset(
    {CODE, NAME, BIRTH_DATE, SEX, PERSONAL_ID, *((name,) for name in _OTHERS)}
)

_REQUIRED = {
    NAME: "Họ và tên",
    BIRTH_DATE: "Ngày sinh",
    SEX: "Giới tính",
    PERSONAL_ID: "Số định danh cá nhân",
}


def missing_columns(tables: Sequence[Table]) -> Iterable[Finding]:
    """What no sheet says of any pupil, so that nobody's page can be made."""
    for field, title in _REQUIRED.items():
        if not any(field in table.columns for table in tables):
            message = f"Không trang tính nào có cột «{title}»; hãy thêm cột này."
            yield Finding(Severity.ERROR, Code.NO_COLUMN, tables[0].name, "", "", message)


def read_pupil(reading: Reading) -> Pupil | None:
    """The person, or None where a required fact is missing or faulty; findings say which."""
    name = _one(reading, NAME, person_cells.full_name, Code.NO_NAME)
    born = _one(reading, BIRTH_DATE, person_cells.birth_date, Code.NO_BIRTH_DATE)
    sex = _one(reading, SEX, person_cells.sex, Code.NO_SEX)
    number = _one(reading, PERSONAL_ID, person_cells.personal_id, None)
    others = {field: reading.text((field,)) for field in _OTHERS}
    place = reading.cell(PERSONAL_ID)
    if place is not None and PERSONAL_ID not in reading.faulty:
        _check_number(reading, place, number or "", born, sex or Sex.UNKNOWN)
    if name is None or born is None or sex is None or number is None:
        return None
    return Pupil(reading.entry.code, number, name, born, sex, **others)


def _one(
    reading: Reading, field: Field, parse: Callable[[Cell], T], missing: Code | None
) -> T | None:
    """The value on which all sheets agree; the person's own sheet is asked first."""
    known = [
        (row, cell, value)
        for row, cell in reading.cells(field)
        if (value := reading.value(row, cell, field, parse)) is not None
    ]
    if not known:
        if missing and field not in reading.faulty and (found := reading.cell(field)):
            reading.note(*found, missing, f"Thiếu «{_REQUIRED[field]}»; hãy ghi vào ô này.")
        return None
    first_row, first_cell, first = known[0]
    for row, cell, value in known[1:]:
        if _comparable(value) != _comparable(first):
            reading.note(
                row,
                cell,
                Code.SHEETS_DIFFER,
                f"{_REQUIRED[field]} ở đây là «{quoted(cell)}», nhưng ở trang "
                f"«{first_row.table.name}» (ô {first_cell.ref}) là «{quoted(first_cell)}»; "
                "hãy sửa cho giống nhau.",
            )
    return first


def _comparable(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _check_number(
    reading: Reading, place: tuple[Row, Cell], number: str, born: date | None, sex: Sex
) -> None:
    """Hold the number against what is known of the person; its shape can always be judged."""
    if born is not None:
        for violation in personal_id.check(number, born, sex):
            reading.note(*place, violation.code, violation.message)
        return
    try:
        personal_id.parse(number)
    except InputError as wrong:
        reading.note(*place, wrong.code, wrong.message)


def note_repeated_personal_ids(readings: Iterable[Reading]) -> None:
    """A number that stands at several pupils is an error at each of them."""
    holders: defaultdict[str, list[tuple[Reading, Row, Cell]]] = defaultdict(list)
    for reading in readings:
        found = None if PERSONAL_ID in reading.faulty else reading.cell(PERSONAL_ID)
        if found is not None and not found[1].blank:
            holders[person_cells.personal_id(found[1])].append((reading, *found))
    for number, places in holders.items():
        refs = dict.fromkeys(f"{row.table.name}!{cell.ref}" for _, row, cell in places)
        for reading, row, cell in places if len(refs) > 1 else ():
            reading.note(
                row,
                cell,
                Code.REPEATED_PERSONAL_ID,
                f"Số định danh {number} được ghi cho nhiều học sinh ({', '.join(refs)}); "
                "hãy sửa cho đúng từng em.",
            )
