"""What every regulation offers to its callers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hocba.core.finding import Violation
from hocba.core.record import Outcome, Results


@dataclass(frozen=True, slots=True)
class SubjectRule:
    """How a grade treats a subject.

    ``scored``: it carries scores, otherwise levels or comments only. ``chosen``: it belongs to
    the group from which an upper-secondary pupil takes a fixed number. ``excused``: a class that
    lacks it altogether is only warned.
    """

    code: str
    required: bool
    scored: bool
    chosen: bool = False
    excused: bool = False


class RuleSet(Protocol):
    """The rules of one regulation for one grade in one school year: data and pure functions."""

    @property
    def name(self) -> str:
        """The regulation, such as ``Thông tư 27/2020/TT-BGDĐT``."""

    @property
    def subjects(self) -> tuple[SubjectRule, ...]:
        """The grade's programme, in the order of the printed form."""

    @property
    def qualities(self) -> tuple[str, ...]:
        """Codes of the qualities that are assessed; none in secondary school."""

    @property
    def competences(self) -> tuple[str, ...]:
        """Codes of the competences that are assessed; none in secondary school."""

    def assess(self, results: Results, stated: Outcome, /) -> Outcome:
        """What the regulation concludes from the results; None where that cannot be decided.

        ``stated`` serves only what the regulation leaves to the teachers. Never raises on
        incomplete results; raises TypeError for the results of another level of schooling.
        """

    def check(self, results: Results, stated: Outcome, /) -> tuple[Violation, ...]:
        """Everything that is missing, impossible or different from the regulation, in one go."""

    def review(self, results: Results, stated: Outcome, /) -> tuple[Outcome, tuple[Violation, ...]]:
        """What ``assess`` and ``check`` give, for whoever needs both of many pages."""
