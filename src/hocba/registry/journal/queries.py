"""Reads of the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from hocba.registry.journal.models import JournalEntry


@dataclass(frozen=True, slots=True)
class Wish:
    """Which lines are wanted; what is empty does not matter. ``until`` itself is not among them."""

    school_code: str = ""
    school_year: str = ""
    lookup_code: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None


def lines(wish: Wish) -> QuerySet[JournalEntry]:
    """The lines, the oldest first. A lock by the calendar is a line of no single school."""
    named = {
        "school_code": wish.school_code,
        "school_year": wish.school_year,
        "lookup_code": wish.lookup_code,
        "action": wish.action,
        "at__gte": wish.since,
        "at__lt": wish.until,
    }
    wanted = Q(**{name: value for name, value in named.items() if value})
    return JournalEntry.objects.filter(wanted).order_by("at", "pk")
