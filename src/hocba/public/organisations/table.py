"""What came of a list as a table for Excel: CSV in UTF-8."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from hocba.core.codes import SUBJECTS, words
from hocba.core.record import PrimaryOutcome, SubjectLevel
from hocba.public.organisations.batch import Outcome
from hocba.public.printing.transcript import Year

_HEAD = (
    *("Dòng", "Mã tra cứu", "Kết quả", "Họ và tên", "Ngày sinh", "Số định danh"),
    *("Năm học", "Lớp", "Trường", "Học tập", "Rèn luyện", "Hoàn thành, lên lớp", "Danh hiệu"),
)


def as_csv(outcomes: Sequence[Outcome]) -> str:
    """A table with one row for each line and school year, and a column for each subject."""
    subjects = _subjects(outcomes)
    out = StringIO()
    table = csv.writer(out)
    table.writerow([*_HEAD, *(SUBJECTS[code].name for code in subjects)])
    for outcome in outcomes:
        table.writerows([_safe(cell) for cell in row] for row in _rows(outcome, subjects))
    return out.getvalue()


def _subjects(outcomes: Sequence[Outcome]) -> list[str]:
    """The subjects that anybody has, in the order of the curriculum."""
    there = {
        mark.subject
        for outcome in outcomes
        if outcome.transcript
        for year in outcome.transcript.years
        for mark in year.page.results.subjects
    }
    return [code for code in SUBJECTS if code in there]


def _rows(outcome: Outcome, subjects: Sequence[str]) -> Iterable[list[str]]:
    start = [str(outcome.line.number), outcome.line.text, outcome.told]
    if outcome.transcript is None:
        yield start
        return
    pupil = outcome.transcript.latest.page.pupil
    person = [pupil.full_name, f"{pupil.birth_date:%d/%m/%Y}", pupil.personal_id]
    for year in outcome.transcript.years:
        yield [*start, *person, *_year_cells(year), *_marks(year, subjects)]


def _year_cells(year: Year) -> list[str]:
    page, stated = year.page, year.page.stated
    place = [page.class_year.school_year, page.class_year.class_name, page.class_year.school_name]
    award = words(stated.award) if stated.award else ""
    done = "Có" if page.finished else "Chưa"
    if isinstance(stated, PrimaryOutcome):
        return [*place, words(stated.result) if stated.result else "", "", done, award]
    ratings = (stated.academic.year, stated.conduct.year)
    return [*place, *(words(rating) if rating else "" for rating in ratings), done, award]


def _marks(year: Year, subjects: Sequence[str]) -> Iterable[str]:
    marks = {each.subject: each for each in year.page.results.subjects}
    for subject in subjects:
        mark = marks.get(subject)
        if mark is None:
            yield ""
        elif isinstance(mark, SubjectLevel):
            yield " ".join(str(each) for each in (mark.level, mark.score) if each is not None)
        else:
            final = mark.retest if mark.retest is not None else mark.year
            yield "" if final is None else words(final)


def _safe(cell: str) -> str:
    """A cell that no table program takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
