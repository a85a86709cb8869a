"""What came of a workbook: findings, pupils, counts; and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hocba.core.finding import Finding, Severity
from hocba.core.record import (
    Outcome,
    PrimaryOutcome,
    Pupil,
    Results,
    SchoolLevel,
    SecondaryOutcome,
    Terms,
)

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class CheckedPupil:
    """A pupil as read. ``accepted``: nothing holds this pupil, or the whole class, back.

    Whatever could not be read or computed is None; an accepted pupil has all of it.
    """

    code: str
    name: str
    accepted: bool
    pupil: Pupil | None
    results: Results | None
    stated: Outcome | None
    computed: Outcome | None


@dataclass(frozen=True, slots=True)
class Counts:
    read: int
    accepted: int
    held_back: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A class's workbook, checked. ``grade`` and ``level`` are None where nothing said them."""

    class_name: str
    grade: int | None
    level: SchoolLevel | None
    school_year: str
    school_name: str
    unit_name: str
    findings: tuple[Finding, ...]
    pupils: tuple[CheckedPupil, ...]

    @property
    def counts(self) -> Counts:
        accepted = sum(pupil.accepted for pupil in self.pupils)
        return Counts(len(self.pupils), accepted, len(self.pupils) - accepted)

    @property
    def clean(self) -> bool:
        """Whether there is nothing at all to say about the workbook."""
        return not self.findings


def holds_back(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def as_json(report: ImportReport) -> Json:
    """The report in plain JSON values; enum values as in the record (T, K, D, CD, HTXS …)."""
    counts = report.counts
    return {
        "school": report.school_name,
        "unit": report.unit_name,
        "class_name": report.class_name,
        "grade": report.grade,
        "level": report.level,
        "school_year": report.school_year,
        "counts": {
            "read": counts.read,
            "accepted": counts.accepted,
            "held_back": counts.held_back,
        },
        "findings": [_finding(finding) for finding in report.findings],
        "pupils": [_pupil(pupil) for pupil in report.pupils],
    }


def _finding(finding: Finding) -> Json:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "pupil": finding.pupil,
        "message": finding.message,
    }


def _pupil(pupil: CheckedPupil) -> Json:
    return {
        "code": pupil.code,
        "name": pupil.name,
        "accepted": pupil.accepted,
        "computed": _outcome(pupil.computed),
        "stated": _outcome(pupil.stated),
    }


def _outcome(outcome: Outcome | None) -> Json | None:
    match outcome:
        case PrimaryOutcome(result, completed, award):
            return {"result": result, "completed": completed, "award": award}
        case SecondaryOutcome(academic, conduct, promoted, award):
            return {
                "academic": _terms(academic),
                "conduct": _terms(conduct),
                "promoted": promoted,
                "award": award,
            }
        case None:
            return None


def _terms(terms: Terms) -> Json:
    return {"HK1": terms.term1, "HK2": terms.term2, "CN": terms.year}
