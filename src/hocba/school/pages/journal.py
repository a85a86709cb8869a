"""Write down who did what; the table takes additions only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from hocba.core.errors import InputError
from hocba.core.lifecycle import Action
from hocba.school.pages.models import JournalEntry

LONGEST_REASON = 400
"""Characters, of why signed or accepted pages are changed."""


class OfClass(Protocol):
    """A page version, or so much of one as says whose it is."""

    @property
    def school_code(self) -> str: ...

    @property
    def class_name(self) -> str: ...

    @property
    def school_year(self) -> str: ...


def record(
    versions: Sequence[OfClass], action: Action, actor: str, *, at: datetime, reason: str = ""
) -> None:
    """One line a class for one act on a set of pages; names no pupil, the pages themselves do."""
    classes = Counter((v.school_code, f"{v.class_name} {v.school_year}") for v in versions)
    JournalEntry.objects.bulk_create(
        JournalEntry(
            at=at,
            actor=actor,
            action=action,
            school_code=school_code,
            subject=subject,
            count=count,
            reason=reason,
        )
        for (school_code, subject), count in classes.items()
    )


def require_reason(reason: str, of_what: str) -> str:
    """The reason as it is written down. Raises InputError when it says nothing or too much."""
    said = reason.strip()
    if not 0 < len(said) <= LONGEST_REASON:
        raise InputError(f"Hãy ghi lí do {of_what}, không quá {LONGEST_REASON} kí tự.")
    return said
