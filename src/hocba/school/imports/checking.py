"""The whole check of a class's workbook: read, join, hold against the rules, report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hocba.core.errors import InputError
from hocba.core.finding import Finding
from hocba.core.record import Outcome, Pupil, Results, SchoolLevel
from hocba.school.imports import primary, secondary
from hocba.school.imports.book import Book
from hocba.school.imports.join import Entry, join
from hocba.school.imports.judging import Judge
from hocba.school.imports.person import note_repeated_personal_ids, read_pupil
from hocba.school.imports.reading import Reading
from hocba.school.imports.report import CheckedPupil, ImportReport, holds_back
from hocba.school.imports.tables import Scheme, find_table
from hocba.school.imports.titles import Titles, read_titles
from hocba.school.imports.vocabulary import NAME
from hocba.school.imports.workbook import read_workbook


def check_workbook(
    data: bytes,
    *,
    grade: int | None = None,
    class_name: str | None = None,
    school_year: str | None = None,
) -> ImportReport:
    """Everything that can be said of a class's workbook, in one go.

    The options stand before what the titles say. Raises UnreadableFile when the bytes are no
    workbook that can be read, InputError for an option that cannot be used; whatever else is
    wrong, a grade that is not open included, is a finding.
    """
    if grade is not None and not 1 <= grade <= 12:
        raise InputError(f"Không có khối {grade}: khối lớp phải từ 1 đến 12.")
    sheets = read_workbook(data)
    tables = [table for sheet in sheets if (table := find_table(sheet))]
    titles = read_titles(tables, grade=grade, class_name=class_name, school_year=school_year)
    book = Book(sheets, tables, titles)
    judge = book.judge()
    checked = [_check(entry, book, judge) for entry in join(book.usable)]
    note_repeated_personal_ids(each.reading for each in checked)
    of_class = [*book.problems(), *(finding for each in checked for finding in each.of_class)]
    return _report(titles, list(dict.fromkeys(of_class)), checked)


@dataclass(frozen=True, slots=True)
class _Checked:
    reading: Reading
    pupil: Pupil | None
    name: str
    results: Results | None = None
    stated: Outcome | None = None
    computed: Outcome | None = None
    of_class: tuple[Finding, ...] = ()


def _check(entry: Entry, book: Book, judge: Judge | None) -> _Checked:
    reading = Reading(entry)
    pupil = read_pupil(reading)
    found = reading.cell(NAME)
    name = pupil.full_name if pupil else (found[1].text if found else "")
    if book.scheme is None or any(entry.row_in(table) is None for table in book.results):
        return _Checked(reading, pupil, name)
    read = primary.read_primary if book.scheme is Scheme.PRIMARY else secondary.read_secondary
    results, stated = read(reading)
    if judge is None:
        return _Checked(reading, pupil, name, results, stated)
    results = judge.taken(results)
    of_class = tuple(judge.judge(reading, results, stated))
    computed = judge.rules.assess(results, stated)
    return _Checked(reading, pupil, name, results, stated, computed, of_class)


def _report(titles: Titles, findings: list[Finding], checked: Iterable[_Checked]) -> ImportReport:
    class_held_back = holds_back(findings)
    pupils = []
    for each in checked:
        own = [*each.reading.entry.findings, *each.reading.findings]
        findings.extend(own)
        pupils.append(
            CheckedPupil(
                each.reading.entry.code, each.name, not class_held_back and not holds_back(own),
                each.pupil, each.results, each.stated, each.computed,
            )
        )  # fmt: skip
    return ImportReport(
        titles.class_name,
        titles.grade,
        SchoolLevel.of_grade(titles.grade) if titles.grade else None,
        titles.school_year,
        titles.school_name,
        titles.unit_name,
        tuple(findings),
        tuple(pupils),
    )
