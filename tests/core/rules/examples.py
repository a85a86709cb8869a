"""Records of a year to build tests on: everything at its best, then changed where it matters."""

from dataclasses import replace
from decimal import Decimal

from hocba.core.record import (
    Attainment,
    PassLevel,
    PrimaryOutcome,
    PrimaryResults,
    Rating,
    SchoolLevel,
    SecondaryOutcome,
    SecondaryResults,
    SubjectLevel,
    SubjectMarks,
    Terms,
    Trait,
    TraitLevel,
)
from hocba.core.rules import choose

NOTHING_STATED = {
    SchoolLevel.PRIMARY: PrimaryOutcome(result=None, completed=None),
    SchoolLevel.LOWER_SECONDARY: SecondaryOutcome(
        Terms(None, None, None), Terms(None, None, None), promoted=None
    ),
}
NOTHING_STATED[SchoolLevel.UPPER_SECONDARY] = NOTHING_STATED[SchoolLevel.LOWER_SECONDARY]

GRADE_4 = choose(SchoolLevel.PRIMARY, 4, "2023-2024")
GRADE_7 = choose(SchoolLevel.LOWER_SECONDARY, 7, "2023-2024")
GRADE_11 = choose(SchoolLevel.UPPER_SECONDARY, 11, "2023-2024")


def primary(rules=GRADE_4, level=Attainment.T, trait=TraitLevel.T, score=10, **changes):
    """The required subjects and every trait, all alike; ``changes`` by subject code."""
    subjects = [
        SubjectLevel(rule.code, level, score if rule.scored else None)
        for rule in rules.subjects
        if rule.required
    ]
    return PrimaryResults(
        subjects=tuple(replace(s, **changes.get(s.subject, {})) for s in subjects),
        qualities=tuple(Trait(code, trait) for code in rules.qualities),
        competences=tuple(Trait(code, trait) for code in rules.competences),
    )


def marks(subject, term1, term2=None, year=None, **more):
    """Marks given as texts (``"7.5"``, ``"D"``); a term or year not given is as term I."""
    return SubjectMarks(subject, *(mark(text or term1) for text in (term1, term2, year)), **more)


def mark(text):
    return PassLevel(text) if text in ("D", "CD") else Decimal(text)


def secondary(rules=GRADE_7, score="9.0", chosen=(), absences=0, **changes):
    """The required and chosen subjects, all alike; ``changes``: subject → text or SubjectMarks."""
    subjects = tuple(
        _changed(marks(rule.code, score if rule.scored else "D"), changes.get(rule.code))
        for rule in rules.subjects
        if rule.required or rule.code in chosen
    )
    return SecondaryResults(subjects, Rating.T, Rating.T, absences)


def _changed(subject, change):
    if change is None or isinstance(change, SubjectMarks):
        return change or subject
    return marks(subject.subject, change)


def without(results, code):
    """The record of a class that does not have the subject."""
    return replace(
        results, subjects=tuple(subject for subject in results.subjects if subject.subject != code)
    )


def codes_of(violations):
    """What was found, as a set of (code, field)."""
    return {(violation.code, violation.field) for violation in violations}


def found_in(rules, results, stated=None):
    """Findings of a record beside what it really amounts to, unless something else is stated."""
    if stated is None:
        stated = rules.assess(results, _nothing(results))
    return rules.check(results, stated)


def _nothing(results):
    primary_school = isinstance(results, PrimaryResults)
    level = SchoolLevel.PRIMARY if primary_school else SchoolLevel.LOWER_SECONDARY
    return NOTHING_STATED[level]
