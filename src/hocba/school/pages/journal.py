"""Write down who did what; the table takes additions only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from hocba.core.lifecycle import Action
from hocba.school.pages.models import JournalEntry, PageVersion


def record(
    versions: Sequence[PageVersion], action: Action, actor: str, *, at: datetime, reason: str = ""
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
