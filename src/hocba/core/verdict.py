"""What a check says: passed, failed, or not to be decided, and why.

The three values are those of EN 319 102-1 (TOTAL-PASSED, TOTAL-FAILED, INDETERMINATE)
under shorter names. "Could not be checked" is never shown as "invalid".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    PASSED = "PASSED"
    FAILED = "FAILED"
    UNDETERMINED = "UNDETERMINED"

    @property
    def exit_code(self) -> int:
        """The process exit code that stands for this status: 0, 1 or 2."""
        return (Status.PASSED, Status.FAILED, Status.UNDETERMINED).index(self)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One judgement: a status, a stable reason code and its Vietnamese sentence."""

    status: Status
    code: str
    message: str

    @property
    def passed(self) -> bool:
        return self.status is Status.PASSED


def worst(statuses: Iterable[Status]) -> Status:
    """The status of a whole from those of its parts: one failure fails it, one doubt leaves doubt.

    An empty whole is UNDETERMINED: nothing was shown.
    """
    seen = set(statuses)
    for status in (Status.FAILED, Status.UNDETERMINED, Status.PASSED):
        if status in seen:
            return status
    return Status.UNDETERMINED
