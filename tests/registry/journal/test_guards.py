"""The journal's lines stand for ever."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hocba.core.lifecycle import Action
from hocba.registry.journal.models import JournalEntry
from tests.registry.guards import assert_refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_journalentry SET actor = 'x'",
        "DELETE FROM journal_journalentry",
        "TRUNCATE journal_journalentry",
    ],
)
def test_a_line_of_the_journal_is_never_changed_or_removed(statement: str) -> None:
    JournalEntry.objects.create(
        at=datetime(2024, 7, 1, tzinfo=UTC), actor="so", action=Action.LOCK, school_year="2023-2024"
    )
    assert_refused(statement)
    assert JournalEntry.objects.get().actor == "so"
