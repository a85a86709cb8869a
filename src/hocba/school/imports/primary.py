"""A primary pupil's year, read from the cells (Thông tư 27/2020/TT-BGDĐT)."""

from __future__ import annotations

from hocba.core.finding import Field
from hocba.core.record import PrimaryOutcome, PrimaryResults, SubjectLevel, Trait
from hocba.school.imports import result_cells
from hocba.school.imports.reading import Reading

_PARTS = frozenset({"level", "score", "comment"})
_KINDS = frozenset({"quality", "competence", "result", "completed", "award", "not_assessed"})
_RESULT = ("result",)


def has_place(field: Field) -> bool:
    """Whether a primary page has a place for a field of the results."""
    match field:
        case ("subject", _, part):
            return part in _PARTS
        case ("comment", group):
            return group in ("quality", "competence")
    return field[0] in _KINDS


def read_primary(reading: Reading) -> tuple[PrimaryResults, PrimaryOutcome]:
    """What the school recorded and what it concluded; None where a cell is blank or faulty."""
    not_assessed = _is_not_assessed(reading)
    results = PrimaryResults(
        subjects=tuple(_subject(reading, code) for code in reading.subjects()),
        qualities=_traits(reading, "quality"),
        competences=_traits(reading, "competence"),
        quality_comment=reading.text(("comment", "quality")),
        competence_comment=reading.text(("comment", "competence")),
        not_assessed=not_assessed,
    )
    stated = PrimaryOutcome(
        result=None if not_assessed else reading.take(_RESULT, result_cells.primary_result),
        completed=reading.take(("completed",), result_cells.tick),
        award=reading.take(("award",), result_cells.primary_award),
    )
    return results, stated


def _is_not_assessed(reading: Reading) -> bool:
    said = reading.cell(_RESULT)
    by_result = said is not None and result_cells.says_not_assessed(said[1])
    return by_result or reading.take(("not_assessed",), result_cells.tick) is True


def _subject(reading: Reading, code: str) -> SubjectLevel:
    return SubjectLevel(
        code,
        level=reading.take(("subject", code, "level"), result_cells.attainment),
        score=reading.take(("subject", code, "score"), result_cells.test_score),
        comment=reading.text(("subject", code, "comment")),
    )


def _traits(reading: Reading, kind: str) -> tuple[Trait, ...]:
    return tuple(
        Trait(field[1], reading.take(field, result_cells.trait_level))
        for field in reading.fields()
        if field[0] == kind
    )
