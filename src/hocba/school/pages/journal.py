"""Write down who did what; the table takes additions only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hocba.core.lifecycle import Action
from hocba.school.pages.models import JournalEntry, PageVersion


def record(
    versions: Sequence[PageVersion], action: Action, actor: str, *, at: datetime, reason: str = ""
) -> None:
    """One line for one act on a set of pages; names no pupil, the pages themselves do."""
    if not versions:
        return
    first = versions[0]
    JournalEntry.objects.create(
        at=at,
        actor=actor,
        action=action,
        school_code=first.school_code,
        subject=f"{first.class_name} {first.school_year}",
        count=len(versions),
        reason=reason,
    )
