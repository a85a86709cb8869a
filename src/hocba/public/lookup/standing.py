"""What a lookup code alone tells: in force or not, level, issuing school, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hocba.core.codes import words
from hocba.core.lifecycle import State
from hocba.core.record import SchoolLevel
from hocba.parties.queries import units_by_code
from hocba.registry.intake.models import RegisteredPage


@dataclass(frozen=True, slots=True)
class Standing:
    """``effective_date`` is the last locking; None while pages are only accepted."""

    level: SchoolLevel
    school: str
    effective_date: datetime | None

    @property
    def level_words(self) -> str:
        return words(self.level)

    @property
    def effective(self) -> bool:
        return self.effective_date is not None


def standing(lookup_code: str) -> Standing | None:
    """None when no transcript with this code has been accepted. Nothing of a person is read."""
    pages = RegisteredPage.objects.filter(live_code=lookup_code)
    newest = list(
        pages.order_by("school_year").values("state", "level", "school_code", "effective_date")
    )
    if not newest:
        return None
    told = next((page for page in reversed(newest) if page["state"] == State.LOCKED), newest[-1])
    school = units_by_code([told["school_code"]])[told["school_code"]]
    return Standing(SchoolLevel(told["level"]), school.name, told["effective_date"])
