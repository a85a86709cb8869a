"""Thông tư 27/2020/TT-BGDĐT: assessment of primary pupils, grades 1-5."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Self

from hocba.core.codes import COMPETENCES, QUALITIES
from hocba.core.finding import Violation
from hocba.core.record import (
    Attainment,
    Award,
    Outcome,
    PrimaryOutcome,
    PrimaryResult,
    PrimaryResults,
    Results,
    TraitLevel,
)
from hocba.core.rules.ruleset import SubjectRule
from hocba.core.rules.tt27_2020_checks import LAW, check_conclusions, check_record
from hocba.core.rules.violations import has_error
from hocba.core.school_year import SchoolYear

_NO_GRADES = range(0)
_ALL_GRADES = range(1, 6)


@dataclass(frozen=True, slots=True)
class _Taught:
    """In which grades a subject is required, optional, and has an end-of-year test."""

    code: str
    required: range
    tested: range = _NO_GRADES
    optional: range = _NO_GRADES


# Chương trình GDPT 2018 and, for the end-of-year tests, Điều 7 khoản 1.
_PROGRAMME = (
    _Taught("TIENGVIET", _ALL_GRADES, tested=_ALL_GRADES),
    _Taught("TOAN", _ALL_GRADES, tested=_ALL_GRADES),
    _Taught("NGOAINGU1", range(3, 6), tested=range(3, 6), optional=range(1, 3)),
    _Taught("DAODUC", _ALL_GRADES),
    _Taught("TNXH", range(1, 4)),
    _Taught("LICHSUDIALI", range(4, 6), tested=range(4, 6)),
    _Taught("KHOAHOC", range(4, 6), tested=range(4, 6)),
    _Taught("TINHOC", range(3, 6), tested=range(3, 6)),
    _Taught("CONGNGHE", range(3, 6), tested=range(3, 6)),
    _Taught("GDTC", _ALL_GRADES),
    _Taught("AMNHAC", _ALL_GRADES),
    _Taught("MITHUAT", _ALL_GRADES),
    _Taught("HDTN", _ALL_GRADES),
    _Taught("TIENGDANTOC", _NO_GRADES, tested=_ALL_GRADES, optional=_ALL_GRADES),
)

_COMPETENCES_FROM_GRADE_3 = frozenset({"CONGNGHE", "TINHOC"})

# In the pilot year some schools' books lacked a subject without test; the page still goes on.
_YEARS_THAT_EXCUSE_UNTESTED_SUBJECTS = frozenset({SchoolYear(2023)})


@dataclass(frozen=True, slots=True)
class _Row:
    result: PrimaryResult
    levels: frozenset[Attainment]
    traits: frozenset[TraitLevel]
    lowest_score: int


_RESULTS = (
    _Row(PrimaryResult.HTXS, frozenset({Attainment.T}), frozenset({TraitLevel.T}), 9),
    _Row(PrimaryResult.HTT, frozenset({Attainment.T}), frozenset({TraitLevel.T}), 7),
    _Row(
        PrimaryResult.HT,
        frozenset({Attainment.T, Attainment.H}),
        frozenset({TraitLevel.T, TraitLevel.D}),
        5,
    ),
)


def result_of_year(
    levels: Collection[Attainment], traits: Collection[TraitLevel], scores: Collection[int]
) -> PrimaryResult:
    """The first row that fits, else Chưa hoàn thành. Điều 9 khoản 2 điểm b."""
    for row in _RESULTS:
        fits = row.levels.issuperset(levels) and row.traits.issuperset(traits)
        if fits and all(score >= row.lowest_score for score in scores):
            return row.result
    return PrimaryResult.CHT


def award_of_year(result: PrimaryResult, stated: Award | None) -> Award | None:
    """Học sinh Xuất sắc goes with Hoàn thành xuất sắc. Điều 13 khoản 1.

    Học sinh Tiêu biểu is the teacher's to give, and stands only beside Hoàn thành tốt.
    """
    if result is PrimaryResult.HTXS:
        return Award.HSXS
    if result is PrimaryResult.HTT and stated is Award.HSTB:
        return Award.HSTB
    return None


@dataclass(frozen=True, slots=True)
class PrimaryRules:
    """The rule set of one primary grade in one school year."""

    subjects: tuple[SubjectRule, ...]
    competences: tuple[str, ...]
    qualities: tuple[str, ...] = tuple(QUALITIES)
    name: str = LAW

    @classmethod
    def of(cls, grade: int, school_year: SchoolYear) -> Self:
        """The rules of a grade, 1-5."""
        later = _COMPETENCES_FROM_GRADE_3 if grade < 3 else frozenset()
        return cls(
            subjects=tuple(_subject_rules(grade, school_year)),
            competences=tuple(code for code in COMPETENCES if code not in later),
        )

    def assess(self, results: Results, stated: Outcome, /) -> PrimaryOutcome:
        """Result, completion (Điều 11) and award of the year.

        Nothing is concluded for a pupil who is not assessed, nor from a faulty record.
        """
        recorded, concluded = _primary(results, stated)
        return _assess(recorded, concluded, check_record(self, recorded))

    def check(self, results: Results, stated: Outcome, /) -> tuple[Violation, ...]:
        """The record's faults, then the conclusions unlike those of :meth:`assess`."""
        _, found = self.review(results, stated)
        return found

    def review(
        self, results: Results, stated: Outcome, /
    ) -> tuple[PrimaryOutcome, tuple[Violation, ...]]:
        """What :meth:`assess` and :meth:`check` give, the record gone through once."""
        recorded, concluded = _primary(results, stated)
        found = check_record(self, recorded)
        computed = _assess(recorded, concluded, found)
        if recorded.not_assessed:
            return computed, found
        return computed, (*found, *check_conclusions(concluded, computed))


def _assess(
    recorded: PrimaryResults, concluded: PrimaryOutcome, found: Collection[Violation]
) -> PrimaryOutcome:
    """``found`` are the faults of the record; from a faulty one nothing is concluded."""
    if recorded.not_assessed or has_error(found):
        return PrimaryOutcome(result=None, completed=None)
    result = _result(recorded)
    return PrimaryOutcome(
        result=result,
        completed=result is not PrimaryResult.CHT,
        award=award_of_year(result, concluded.award),
    )


def _subject_rules(grade: int, school_year: SchoolYear) -> Iterator[SubjectRule]:
    lenient = school_year in _YEARS_THAT_EXCUSE_UNTESTED_SUBJECTS
    for taught in _PROGRAMME:
        if grade in taught.required or grade in taught.optional:
            yield SubjectRule(
                taught.code,
                required=grade in taught.required,
                scored=grade in taught.tested,
                excused=lenient and not taught.tested,
            )


def _result(recorded: PrimaryResults) -> PrimaryResult:
    traits = (*recorded.qualities, *recorded.competences)
    return result_of_year(
        levels=[subject.level for subject in recorded.subjects if subject.level is not None],
        traits=[trait.level for trait in traits if trait.level is not None],
        scores=[subject.score for subject in recorded.subjects if subject.score is not None],
    )


def _primary(results: Results, stated: Outcome) -> tuple[PrimaryResults, PrimaryOutcome]:
    if isinstance(results, PrimaryResults) and isinstance(stated, PrimaryOutcome):
        return results, stated
    raise TypeError("primary rules need primary results and a primary outcome")
