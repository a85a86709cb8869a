"""What came of a list, as a table to take home."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hocba.adapters.tables import Cell, Table
from hocba.core.codes import SUBJECTS, words
from hocba.core.record import PrimaryOutcome, SubjectLevel
from hocba.public.organisations.batch import Outcome
from hocba.public.printing.transcript import Year

_HEAD = (
    *("Dòng", "Mã tra cứu", "Kết quả", "Họ và tên", "Ngày sinh", "Số định danh"),
    *("Năm học", "Lớp", "Trường", "Học tập", "Rèn luyện", "Hoàn thành, lên lớp", "Danh hiệu"),
)


def table_of(outcomes: Sequence[Outcome]) -> Table:
    """One row for each line and school year, and a column for each subject."""
    subjects = _subjects(outcomes)
    rows = [row for outcome in outcomes for row in _rows(outcome, subjects)]
    return Table("Học bạ", [*_HEAD, *(SUBJECTS[code].name for code in subjects)], rows)


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


def _rows(outcome: Outcome, subjects: Sequence[str]) -> Iterable[list[Cell]]:
    start: list[Cell] = [outcome.line.number, outcome.line.text, outcome.told]
    if outcome.transcript is None:
        yield start
        return
    pupil = outcome.transcript.latest.page.pupil
    person: list[Cell] = [pupil.full_name, pupil.birth_date, pupil.personal_id]
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
