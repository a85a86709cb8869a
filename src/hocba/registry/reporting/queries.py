"""Reads of the outbox: what waits, what is on its way, what the Ministry has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hocba.core.lifecycle import State
from hocba.core.packet import Standing
from hocba.registry.intake.models import Calendar, RegisteredPage
from hocba.registry.reporting.models import Attempt, Batch, ReportedPage
from hocba.registry.reporting.outbox import waiting


@dataclass(frozen=True, slots=True)
class Standings:
    """How many locked pages the Ministry holds, passed over, returned; how many are on their
    way to it, and how many wait to be sent."""

    held: int
    superseded: int
    returned: int
    sent: int
    waiting: int

    @property
    def total(self) -> int:
        return self.held + self.superseded + self.returned + self.unanswered

    @property
    def unanswered(self) -> int:
        return self.sent + self.waiting


def standings() -> Standings:
    """Of all locked pages; a page that was returned and sent again counts as sent."""
    counts = ReportedPage.objects.aggregate(
        held=Count("pk", filter=Q(standing=Standing.HELD.value)),
        superseded=Count("pk", filter=Q(standing=Standing.SUPERSEDED.value)),
        sent=Count("pk", filter=Q(standing="")),
    )
    unsent = waiting().count()
    returned = waiting(again=True).count() - unsent
    return Standings(**counts, returned=returned, waiting=unsent)


def unanswered() -> QuerySet[Batch]:
    """Batches without a receipt, the oldest first; a content is read when it is asked for."""
    return Batch.objects.filter(ministry_receipt=None).defer("content").order_by("made_at", "pk")


def due(at: datetime) -> QuerySet[Batch]:
    """Those of them whose back-off is over, or that were never sent."""
    resting = Attempt.objects.filter(batch=OuterRef("pk"), retry_at__gt=at)
    return unanswered().filter(~Exists(resting))


def spared_until(at: datetime) -> datetime | None:
    """Until when the Ministry, which could not be reached, is not to be asked; None: ask now."""
    resting = Attempt.objects.filter(batch__ministry_receipt=None, away=True, retry_at__gt=at)
    return resting.order_by("-retry_at").values_list("retry_at", flat=True).first()


def waiting_years(*, again: bool = False) -> list[str]:
    """The school years that have pages to be sent, the oldest first."""
    years = waiting(again=again).values_list("school_year", flat=True)
    return list(years.order_by("school_year").distinct())


def unreported(calendar: Calendar) -> Mapping[bool, int]:
    """Locked pages of the calendar's year that have no receipt, by whether re-assessed."""
    answered = ReportedPage.objects.exclude(standing__in=["", Standing.RETURNED.value])
    pages = RegisteredPage.objects.filter(
        school_year=calendar.school_year, state=State.LOCKED.value
    ).exclude(pk__in=answered.values("page"))
    rows = pages.values_list("reassessed").annotate(Count("pk"))
    return {False: 0, True: 0, **dict(rows)}
