"""School, class, grade and school year, as the lines above the table say them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hocba.core.errors import InputError
from hocba.core.finding import Finding, Severity
from hocba.core.school_year import SchoolYear
from hocba.school.imports.findings import Code
from hocba.school.imports.tables import Table
from hocba.school.imports.text import key
from hocba.school.imports.workbook import Cell

_CLASS = re.compile(
    r"(?<!khối )\blớp\s*[:.]?\s*((?:1[0-2]|[1-9])(?![0-9])"
    r"(?:[^\W\d_]{1,5}[0-9]{0,2}| ?[./_-][0-9]{1,2}| [^\W\d_][0-9]{0,2})?)(?!\w)",
    re.IGNORECASE,
)
_GRADE = re.compile(r"\bkhối(?: lớp)?\s*[:.]?\s*(1[0-2]|[1-9])(?!\w)", re.IGNORECASE)
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
    cell: Cell


@dataclass(frozen=True, slots=True)
class Titles:
    """What the titles say; the user's options stand before them. Empty or None where unknown."""

    class_name: str
    grade: int | None
    school_year: str
    school_name: str
    unit_name: str
    findings: tuple[Finding, ...]


def read_titles(
    tables: Iterable[Table], *, grade: int | None, class_name: str | None, school_year: str | None
) -> Titles:
    """Class, grade, school year, school and unit. Raises InputError for an unusable option."""
    lines = [line for table in tables for line in _lines(table)]
    found: list[Finding] = []
    year = str(SchoolYear.parse(school_year)) if school_year else _year(lines, found)
    name = _class_name(class_name) if class_name else _only_class(lines, found)
    own_grade = grade if grade is not None else _grade(lines, name)
    if own_grade is None or not name:
        found.append(_nowhere(Code.NO_CLASS, "lớp", "LỚP 4A1", "--class-name và --grade"))
    elif _grade_in(name) not in (None, own_grade):
        found.append(_grade_differs(lines, name, own_grade))
    return Titles(name, own_grade, year, _school(lines), _first(lines, _UNIT), tuple(found))


def _lines(table: Table) -> Iterator[Said]:
    for row in sorted(row for row in table.sheet.rows if row < table.header.top):
        label = ""
        for _, cell in sorted(table.sheet.rows[row].items()):
            yield Said(f"{label}{cell.text}", table.name, cell)
            label = f"{cell.text} " if key(cell.text) in _LABELS else ""


def _year(lines: list[Said], found: list[Finding]) -> str:
    said = [
        Said(f"{match[1]}-{match[2]}", line.sheet, line.cell)
        for line in lines
        for match in _YEAR.finditer(line.value)
    ]
    years = {each.value for each in said}
    if not years:
        found.append(_nowhere(Code.NO_SCHOOL_YEAR, "năm học", "NĂM HỌC 2023-2024", "--school-year"))
        return ""
    if len(years) > 1:
        found.append(_several(Code.SCHOOL_YEARS_DIFFER, "năm học", said, "--school-year"))
        return ""
    try:
        return str(SchoolYear.parse(said[0].value))
    except InputError as wrong:
        found.append(_at(Code.NO_SCHOOL_YEAR, said[0], wrong.message))
        return ""


def _only_class(lines: list[Said], found: list[Finding]) -> str:
    said = [
        Said(_class_name(match[1]), line.sheet, line.cell)
        for line in lines
        for match in _CLASS.finditer(line.value)
    ]
    if len({each.value for each in said}) > 1:
        found.append(_several(Code.CLASSES_DIFFER, "lớp", said, "--class-name"))
        return ""
    return said[0].value if said else ""


def _class_name(text: str) -> str:
    return re.sub(r"\s+", "", text).upper()


def _grade_in(class_name: str) -> int | None:
    match = re.match(r"(1[0-2]|[1-9])(?![0-9])", class_name)
    return int(match[1]) if match else None


def _grade(lines: list[Said], class_name: str) -> int | None:
    """The grade that the titles name (KHỐI 4), else the one that the class's name begins with."""
    named = {int(match[1]) for line in lines for match in _GRADE.finditer(line.value)}
    return named.pop() if len(named) == 1 else _grade_in(class_name)


def _school(lines: list[Said]) -> str:
    return _TAIL.sub("", _first(lines, _SCHOOL)).strip(" -–—:;,")


def _first(lines: list[Said], pattern: re.Pattern[str]) -> str:
    return next((line.value for line in lines if pattern.match(key(line.value))), "")


def _nowhere(code: Code, what: str, example: str, option: str) -> Finding:
    message = (
        f"Không thấy {what} ở các dòng đầu bảng; hãy ghi thêm (ví dụ «{example}») hoặc dùng "
        f"tuỳ chọn {option}."
    )
    return Finding(Severity.ERROR, code, "", "", "", message)


def _several(code: Code, what: str, said: list[Said], option: str) -> Finding:
    places = ", ".join(f"«{each.value}» ở {each.sheet}!{each.cell.ref}" for each in said)
    message = f"Các dòng đầu bảng ghi nhiều {what}: {places}; hãy sửa hoặc dùng {option}."
    return _at(code, said[-1], message)


def _grade_differs(lines: list[Said], name: str, grade: int) -> Finding:
    said = next((line for line in lines if _CLASS.search(line.value)), None)
    message = f"Lớp {name} không thuộc khối {grade}; hãy sửa tên lớp hoặc khối."
    if said is None:
        return Finding(Severity.ERROR, Code.GRADE_DIFFERS, "", "", "", message)
    return _at(Code.GRADE_DIFFERS, said, message)


def _at(code: Code, said: Said, message: str) -> Finding:
    return Finding(Severity.ERROR, code, said.sheet, said.cell.ref, "", message)
