"""A secondary pupil's year, read from the cells (Thông tư 22/2021/TT-BGDĐT)."""

from __future__ import annotations

from hocba.core.finding import Field
from hocba.core.record import Rating, SecondaryOutcome, SecondaryResults, SubjectMarks, Terms
from hocba.school.imports import result_cells
from hocba.school.imports.reading import Reading
from hocba.school.imports.vocabulary import TERMS

_KINDS = frozenset(
    {"subject", "academic", "conduct", "absences", "promoted", "award", "not_assessed"}
)
_PRIMARY_PARTS = frozenset({"level", "score"})
_PROMOTED = ("promoted",)
_WHERE_NOT_ASSESSED = (("academic", "year"), _PROMOTED)


def has_place(field: Field) -> bool:
    """Whether a secondary page has a place for a field of the results."""
    match field:
        case ("subject", _, part):
            return part not in _PRIMARY_PARTS
        case ("comment", whose):
            return whose == "homeroom"
    return field[0] in _KINDS


def read_secondary(reading: Reading) -> tuple[SecondaryResults, SecondaryOutcome]:
    """What the school recorded and what it concluded; None where a cell is blank or faulty."""
    not_assessed = _is_not_assessed(reading)
    conduct = _terms(reading, "conduct")
    results = SecondaryResults(
        subjects=tuple(_subject(reading, code) for code in reading.subjects()),
        conduct_term1=conduct.term1,
        conduct_term2=conduct.term2,
        absences=reading.take(("absences",), result_cells.sessions),
        homeroom_comment=reading.text(("comment", "homeroom")),
        not_assessed=not_assessed,
    )
    stated = SecondaryOutcome(
        academic=_terms(reading, "academic"),
        conduct=conduct,
        promoted=None if not_assessed else reading.take(_PROMOTED, result_cells.promotion),
        award=reading.take(("award",), result_cells.secondary_award),
    )
    return results, stated


def _is_not_assessed(reading: Reading) -> bool:
    said = [found[1] for field in _WHERE_NOT_ASSESSED if (found := reading.cell(field))]
    by_words = any(map(result_cells.says_not_assessed, said))
    return by_words or reading.take(("not_assessed",), result_cells.tick) is True


def _subject(reading: Reading, code: str) -> SubjectMarks:
    return SubjectMarks(
        code,
        term1=reading.take(("subject", code, "term1"), result_cells.mark),
        term2=reading.take(("subject", code, "term2"), result_cells.mark),
        year=reading.take(("subject", code, "year"), result_cells.mark),
        retest=reading.take(("subject", code, "retest"), result_cells.mark),
        comment=reading.text(("subject", code, "comment")),
    )


def _terms(reading: Reading, kind: str) -> Terms:
    return Terms(*(_rating(reading, (kind, term)) for term in TERMS))


def _rating(reading: Reading, field: Field) -> Rating | None:
    """A rating; the words that stand there for a pupil who is not assessed are none."""
    found = reading.cell(field)
    if found is not None and result_cells.says_not_assessed(found[1]):
        return None
    return reading.take(field, result_cells.rating)
