"""School, class, grade and school year, as the lines above the table say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hocba.core.errors import InputError
from hocba.core.finding import Finding, Severity
from hocba.core.school_year import SchoolYear
from hocba.school.imports.findings import Code
from hocba.school.imports.tables import Table
from hocba.school.imports.text import clean, key

_CLASS = re.compile(
    r"(?<!khối )\blớp\s*[:.]?\s*((?:1[0-2]|[1-9])(?![0-9])"
    r"(?:[^\W\d_]{1,5}[0-9]{0,2}| ?[./_-][0-9]{1,2}| [^\W\d_][0-9]{0,2})?)(?!\w)",
    re.IGNORECASE,
)
_GRADE = re.compile(r"\b(?:khối|lớp|khối lớp)\s*[:.]?\s*(1[0-2]|[1-9])(?![\w./-])", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})\s*[-–—/]\s*(20[0-9]{2})(?![0-9])")
_TAIL = re.compile(r"\s*[-–—,;:(]*\s*\b(lớp\s*:?\s*[0-9]|năm học).*", re.IGNORECASE)
_LABELS = frozenset({"lop", "khoi", "khoi lop", "nam hoc", "truong"})
"""Texts that may stand in a cell of their own, before what they introduce."""

_UNIT = re.compile(r"(phong|so) (gd|giao duc)|ubnd|uy ban nhan dan|bo giao duc")
_SCHOOL = re.compile(r"truong (?!hop)")


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a title line says, and where."""

    value: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Titles:
    """What the titles say; the user's options stand before them. Empty or None where unknown.

    ``class_place`` is the sheet and cell where the class stands, or should.
    """

    class_name: str
    grade: int | None
    school_year: str
    school_name: str
    unit_name: str
    class_place: tuple[str, str]
    findings: tuple[Finding, ...]


def read_titles(
    tables: Sequence[Table], *, grade: int | None, class_name: str | None, school_year: str | None
) -> Titles:
    """Class, grade, school year, school and unit. Raises InputError for an unusable option."""
    lines = [line for table in tables for line in _lines(table)]
    classes = _classes(lines)
    nowhere = Said("", tables[0].name if tables else "", "A1" if tables else "")
    place = classes[0] if classes else nowhere
    found: list[Finding] = []
    year = str(SchoolYear.parse(school_year)) if school_year else _year(lines, nowhere, found)
    name = _given_class(class_name) if class_name else _only_class(classes, found)
    if grade is None:
        grade = _grade_in(name) if class_name else _grade(lines, name)
    if grade is None or not name:
        found.append(_nowhere(Code.NO_CLASS, nowhere, "lớp", "LỚP 4A1", "--class-name, --grade"))
    elif _grade_in(name) not in (None, grade):
        message = f"Lớp {name} không thuộc khối {grade}; hãy sửa tên lớp hoặc khối."
        found.append(_at(Code.GRADE_DIFFERS, place, message))
    school, unit = _school(lines), _first(lines, _UNIT)
    return Titles(name, grade, year, school, unit, (place.sheet, place.cell), tuple(found))


def _lines(table: Table) -> Iterator[Said]:
    for row in sorted(row for row in table.sheet.rows if row < table.header.top):
        label = ""
        for _, cell in sorted(table.sheet.rows[row].items()):
            yield Said(f"{label}{cell.text}", table.name, cell.ref)
            label = f"{cell.text} " if key(cell.text) in _LABELS else ""


def _year(lines: Sequence[Said], nowhere: Said, found: list[Finding]) -> str:
    said = [
        replace(line, value=f"{match[1]}-{match[2]}")
        for line in lines
        for match in _YEAR.finditer(line.value)
    ]
    years = {each.value for each in said}
    if not years:
        found.append(
            _nowhere(Code.NO_SCHOOL_YEAR, nowhere, "năm học", "NĂM HỌC 2023-2024", "--school-year")
        )
        return ""
    if len(years) > 1:
        found.append(_several(Code.SCHOOL_YEARS_DIFFER, "năm học", said, "--school-year"))
        return ""
    try:
        return str(SchoolYear.parse(said[0].value))
    except InputError as wrong:
        found.append(_at(Code.NO_SCHOOL_YEAR, said[0], wrong.message))
        return ""


def _classes(lines: Sequence[Said]) -> list[Said]:
    """The classes that the lines name; «LỚP 4» beside «LỚP 4A1» speaks of the grade."""
    named = [
        replace(line, value=_without_blanks(match[1]))
        for line in lines
        for match in _CLASS.finditer(line.value)
    ]
    return [each for each in named if not each.value.isdigit()] or named


def _only_class(classes: Sequence[Said], found: list[Finding]) -> str:
    if len({each.value for each in classes}) > 1:
        found.append(_several(Code.CLASSES_DIFFER, "lớp", classes, "--class-name"))
        return ""
    return classes[0].value if classes else ""


def _given_class(text: str) -> str:
    name = _without_blanks(text)
    if not re.fullmatch(r"\w[\w./-]{0,15}", name):
        raise InputError(f"Tên lớp «{text[:40]}» không dùng được; hãy ghi như 4A1.")
    return name


def _without_blanks(text: str) -> str:
    return re.sub(r"\s+", "", clean(text)).upper()


def _grade_in(class_name: str) -> int | None:
    match = re.match(r"(1[0-2]|[1-9])(?![0-9])", class_name)
    return int(match[1]) if match else None


def _grade(lines: Sequence[Said], class_name: str) -> int | None:
    """The grade that the lines name (KHỐI 4), else the one that the class's name begins with."""
    named = {int(match[1]) for line in lines for match in _GRADE.finditer(line.value)}
    return named.pop() if len(named) == 1 else _grade_in(class_name)


def _school(lines: Sequence[Said]) -> str:
    return _TAIL.sub("", _first(lines, _SCHOOL)).strip(" -–—:;,")


def _first(lines: Sequence[Said], pattern: re.Pattern[str]) -> str:
    return next((line.value for line in lines if pattern.match(key(line.value))), "")


def _nowhere(code: Code, place: Said, what: str, example: str, option: str) -> Finding:
    message = (
        f"Không thấy {what} ở các dòng đầu bảng; hãy ghi thêm (ví dụ «{example}») hoặc dùng "
        f"tuỳ chọn {option}."
    )
    return _at(code, place, message)


def _several(code: Code, what: str, said: Sequence[Said], option: str) -> Finding:
    places = ", ".join(f"«{each.value}» ở {each.sheet}!{each.cell}" for each in said)
    message = f"Các dòng đầu bảng ghi nhiều {what}: {places}; hãy sửa hoặc dùng {option}."
    return _at(code, said[-1], message)


def _at(code: Code, said: Said, message: str) -> Finding:
    return Finding(Severity.ERROR, code, said.sheet, said.cell, "", message)
