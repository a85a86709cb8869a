"""How the rules speak: one sentence form for each kind of violation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from hocba.core.codes.words import words
from hocba.core.finding import Field, Severity, Violation
from hocba.core.record import Award

MISSING = frozenset({"THIEU_MON", "THIEU_MUC", "THIEU_DIEM", "THIEU_REN_LUYEN", "THIEU_BUOI_NGHI"})
"""Codes of what is absent; absence is no error for a pupil who is not assessed."""

Value = Enum | Decimal | bool | None


def error(code: str, field: Field, message: str) -> Violation:
    """What holds the pupil back."""
    return Violation(Severity.ERROR, code, field, message)


def warning(code: str, field: Field, message: str) -> Violation:
    """What is shown to the signers and lets the page go on."""
    return Violation(Severity.WARNING, code, field, message)


def has_error(found: Iterable[Violation]) -> bool:
    """Whether any of them is an error."""
    return any(violation.severity is Severity.ERROR for violation in found)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One conclusion of the school beside that of the regulation.

    ``article`` is the ground of the computed one, which stands only if ``decided``.
    ``required``: the school may not leave it blank; elsewhere a blank says no.
    """

    field: Field
    what: str
    article: str
    stated: Value
    computed: Value
    decided: bool
    required: bool
    severity: Severity = Severity.ERROR


def judge(conclusions: Iterable[Conclusion]) -> Iterator[Violation]:
    """A violation for each conclusion that the school did not draw, or drew otherwise."""
    for given in conclusions:
        says_no = not given.stated and not given.computed
        if given.decided and given.stated != given.computed and not says_no:
            yield _different(given)
        elif given.required and given.stated is None and not given.decided:
            yield _blank(given)


def award_severity(
    stated: Award | None, computed: Award | None, titles: tuple[Award, ...]
) -> Severity:
    """A title above what the regulation gives is an error, one below it a warning.

    ``titles`` are the regulation's own, the lowest first. The regulation sets the bar; to
    award is an act of the head, who answers for not doing it.
    """
    ranks = (None, *titles)
    below = stated in ranks and computed in ranks and ranks.index(stated) < ranks.index(computed)
    return Severity.WARNING if below else Severity.ERROR


def _different(given: Conclusion) -> Violation:
    stated = "để trống" if given.stated is None else f"ghi «{_said(given.stated)}»"
    return Violation(
        given.severity,
        "KHAC_QUY_DINH",
        given.field,
        f"{given.what}: nhà trường {stated}, theo {given.article} là «{_said(given.computed)}».",
    )


def _blank(given: Conclusion) -> Violation:
    return Violation(
        given.severity,
        "THIEU_KET_LUAN",
        given.field,
        f"{given.what}: nhà trường chưa ghi ({given.article}).",
    )


def _said(value: Value) -> str:
    if value is None:
        return "không có"
    if isinstance(value, bool):
        return "có" if value else "không"
    return words(value)
