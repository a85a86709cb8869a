"""Thông tư 22/2021/TT-BGDĐT: assessment of secondary pupils, grades 6-12."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from hocba.core.finding import Violation
from hocba.core.record import (
    Award,
    Mark,
    Outcome,
    PassLevel,
    Rating,
    Results,
    SchoolLevel,
    SecondaryOutcome,
    SecondaryResults,
    Terms,
)
from hocba.core.rules.ruleset import SubjectRule
from hocba.core.rules.tt22_2021_checks import (
    LAW,
    Column,
    check_averages,
    check_conclusions,
    check_record,
    mark_in,
)
from hocba.core.rules.violations import has_error
from hocba.core.school_year import SchoolYear

# Chương trình GDPT 2018; by comment only are those of Điều 5 khoản 3 điểm a.
_COMMENT = frozenset({"GDTC", "NGHETHUAT", "AMNHAC", "MITHUAT", "GDDP", "HDTN"})
_REQUIRED = {
    SchoolLevel.LOWER_SECONDARY: (
        *("NGUVAN", "TOAN", "NGOAINGU1", "GDCD", "LICHSUDIALI", "KHTN", "CONGNGHE", "TINHOC"),
        *("GDTC", "NGHETHUAT", "GDDP", "HDTN"),
    ),
    SchoolLevel.UPPER_SECONDARY: (
        *("NGUVAN", "TOAN", "NGOAINGU1", "LICHSU", "GDQPAN", "GDTC", "GDDP", "HDTN"),
    ),
}
_CHOSEN = {
    SchoolLevel.LOWER_SECONDARY: (),
    SchoolLevel.UPPER_SECONDARY: (
        *("DIALI", "GDKTPL", "VATLI", "HOAHOC", "SINHHOC", "CONGNGHE", "TINHOC"),
        *("AMNHAC", "MITHUAT"),
    ),
}
_OPTIONAL = ("TIENGDANTOC", "NGOAINGU2")

MOST_ABSENCES = 45
"""Sessions (buổi) a pupil may miss in a year and still be promoted. Điều 12 khoản 1."""

_UNDECIDED = Terms(None, None, None)

_UPWARDS = (Rating.CD, Rating.D, Rating.K, Rating.T)
_NOT_TWO_BELOW_ANY = frozenset({Rating.K, Rating.T})


@dataclass(frozen=True, slots=True)
class _Row:
    rating: Rating
    most_failed: int
    every_score: Decimal
    six_scores: Decimal


_RATINGS = (
    _Row(Rating.T, most_failed=0, every_score=Decimal("6.5"), six_scores=Decimal("8.0")),
    _Row(Rating.K, most_failed=0, every_score=Decimal("5.0"), six_scores=Decimal("6.5")),
    _Row(Rating.D, most_failed=1, every_score=Decimal("3.5"), six_scores=Decimal("5.0")),
)


def rate_by_table(marks: Collection[Mark]) -> Rating:
    """The first row that fits, else Chưa đạt. Điều 9 khoản 2."""
    scores = [mark for mark in marks if isinstance(mark, Decimal)]
    failed = sum(mark is PassLevel.CD for mark in marks)
    for row in _RATINGS:
        if (
            failed <= row.most_failed
            and all(score >= row.every_score for score in scores)
            and sum(score >= row.six_scores for score in scores) >= 6
        ):
            return row.rating
    return Rating.CD


def rate(marks: Sequence[Mark]) -> Rating:
    """Kết quả học tập of a term or year from all its subjects. Điều 9 khoản 2 and 3.

    Where one subject alone pulls the rating two or more levels below what the others reach,
    it is raised by one level. (Two levels are only ever lost below Tốt or Khá.)
    """
    own = rate_by_table(marks)
    if own in _NOT_TWO_BELOW_ANY:
        return own
    rating = _UPWARDS.index(own)
    others = (rate_by_table([*marks[:one], *marks[one + 1 :]]) for one in range(len(marks)))
    reached = max(map(_UPWARDS.index, others), default=rating)
    return _UPWARDS[rating + 1 if reached - rating >= 2 else rating]


# (HKI, HKII) → year; whatever is not listed is Chưa đạt. Điều 8 khoản 2.
_CONDUCT = {
    (Rating.T, Rating.T): Rating.T,
    (Rating.K, Rating.T): Rating.T,
    (Rating.T, Rating.K): Rating.K,
    (Rating.K, Rating.K): Rating.K,
    (Rating.D, Rating.K): Rating.K,
    (Rating.T, Rating.D): Rating.K,
    (Rating.D, Rating.T): Rating.K,
    (Rating.CD, Rating.T): Rating.K,
    (Rating.K, Rating.D): Rating.D,
    (Rating.D, Rating.D): Rating.D,
    (Rating.CD, Rating.D): Rating.D,
    (Rating.CD, Rating.K): Rating.D,
}


def conduct_of_year(term1: Rating, term2: Rating) -> Rating:
    """Kết quả rèn luyện cả năm from the two terms. Điều 8 khoản 2."""
    return _CONDUCT.get((term1, term2), Rating.CD)


def is_promoted(
    academic: Rating | None, conduct: Rating | None, absences: int | None
) -> bool | None:
    """Lên lớp: học tập and rèn luyện at least Đạt, at most 45 absences. Điều 12 khoản 1.

    One condition that fails decides; one that is unknown leaves the rest undecided.
    """
    conditions = (
        None if academic is None else academic is not Rating.CD,
        None if conduct is None else conduct is not Rating.CD,
        None if absences is None or absences < 0 else absences <= MOST_ABSENCES,
    )
    if False in conditions:
        return False
    return None if None in conditions else True


def award_of_year(
    academic: Rating | None, conduct: Rating | None, year_marks: Collection[Mark]
) -> Award | None:
    """Danh hiệu. Điều 15 khoản 1.

    Giỏi: both Tốt. Xuất sắc: both Tốt and at least six subjects from 9,0.
    """
    if academic is not Rating.T or conduct is not Rating.T:
        return None
    excellent = sum(isinstance(mark, Decimal) and mark >= 9 for mark in year_marks)
    return Award.HSXS if excellent >= 6 else Award.HSG


@dataclass(frozen=True, slots=True)
class SecondaryRules:
    """The rule set of one secondary grade in one school year."""

    subjects: tuple[SubjectRule, ...]
    qualities: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    name: str = LAW

    @classmethod
    def of(cls, grade: int, _school_year: SchoolYear) -> Self:
        """The rules of a grade, 6-12."""
        level = SchoolLevel.of_grade(grade)
        return cls(tuple(_subject_rules(level)))

    def assess(self, results: Results, _stated: Outcome, /) -> SecondaryOutcome:
        """Ratings, promotion and award of the year.

        A re-test replaces the year's mark for promotion only. Nothing is concluded for a pupil
        who is not assessed; a term or year with a faulty mark gets no rating.
        """
        recorded = _secondary(results)
        return _assess(recorded, check_record(self, recorded))

    def check(self, results: Results, stated: Outcome, /) -> tuple[Violation, ...]:
        """The record's faults, then the conclusions unlike those of :meth:`assess`."""
        _, found = self.review(results, stated)
        return found

    def review(
        self, results: Results, stated: Outcome, /
    ) -> tuple[SecondaryOutcome, tuple[Violation, ...]]:
        """What :meth:`assess` and :meth:`check` give, the record gone through once."""
        recorded = _secondary(results)
        if not isinstance(stated, SecondaryOutcome):
            raise TypeError("secondary rules need a secondary outcome")
        faults = check_record(self, recorded)
        computed = _assess(recorded, faults)
        found = (*faults, *check_averages(recorded))
        if recorded.not_assessed:
            return computed, found
        return computed, (*found, *check_conclusions(stated, computed))


def _assess(recorded: SecondaryResults, found: Collection[Violation]) -> SecondaryOutcome:
    """``found`` are the faults of the record, which leave a term or the year without a rating."""
    if recorded.not_assessed:
        return SecondaryOutcome(_UNDECIDED, _UNDECIDED, promoted=None)
    academic = Terms(
        term1=_rating(found, recorded, "term1"),
        term2=_rating(found, recorded, "term2"),
        year=_rating(found, recorded, "year"),
    )
    conduct = _conduct(recorded)
    return SecondaryOutcome(
        academic,
        conduct,
        promoted=is_promoted(
            _after_retests(academic.year, found, recorded), conduct.year, recorded.absences
        ),
        award=award_of_year(academic.year, conduct.year, _marks(recorded, "year")),
    )


def _after_retests(
    of_year: Rating | None, found: Collection[Violation], recorded: SecondaryResults
) -> Rating | None:
    if all(subject.retest is None for subject in recorded.subjects):
        return of_year
    return _rating(found, recorded, "year", "retest")


def _subject_rules(level: SchoolLevel) -> Iterator[SubjectRule]:
    for code in _REQUIRED[level]:
        yield SubjectRule(code, required=True, scored=code not in _COMMENT)
    for code in _CHOSEN[level]:
        yield SubjectRule(code, required=False, scored=code not in _COMMENT, chosen=True)
    for code in _OPTIONAL:
        yield SubjectRule(code, required=False, scored=True)


def _rating(
    found: Collection[Violation], recorded: SecondaryResults, *columns: Column
) -> Rating | None:
    """The rating from the marks of a column, each replaced by those of the later columns."""
    if has_error(violation for violation in found if _is_about(violation, columns)):
        return None
    return rate(_marks(recorded, *columns))


def _is_about(violation: Violation, columns: tuple[Column, ...]) -> bool:
    what, *subject_and_column = violation.field
    return what == "subject" and (len(subject_and_column) < 2 or subject_and_column[1] in columns)


def _marks(recorded: SecondaryResults, *columns: Column) -> list[Mark]:
    latest = (
        [mark for column in columns if (mark := mark_in(subject, column)) is not None]
        for subject in recorded.subjects
    )
    return [marks[-1] for marks in latest if marks]


def _conduct(recorded: SecondaryResults) -> Terms:
    term1, term2 = recorded.conduct_term1, recorded.conduct_term2
    year = None if term1 is None or term2 is None else conduct_of_year(term1, term2)
    return Terms(term1, term2, year)


def _secondary(results: Results) -> SecondaryResults:
    if isinstance(results, SecondaryResults):
        return results
    raise TypeError("secondary rules need secondary results")
