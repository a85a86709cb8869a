"""Report: send what waits, batch by batch, until every locked page has the Ministry's receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hocba.adapters.availability import translating_outages
from hocba.core import backoff
from hocba.core.errors import HocbaError, InputError, Unavailable
from hocba.core.packet import Standing
from hocba.registry.reporting import queries
from hocba.registry.reporting.models import Attempt, Batch
from hocba.registry.reporting.office import Courier, Ministry, Office
from hocba.registry.reporting.outbox import ORDINARY, Bounds, next_batch
from hocba.registry.reporting.receipts import take_receipt


@dataclass(frozen=True, slots=True)
class Chance:
    """What a run takes from outside: the time, new GUIDs, and chance in [0, 1) for back-off."""

    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]
    random: Callable[[], float]


@dataclass(slots=True)
class Progress:
    """What a run has done: pages by what the receipts say of them, and why batches failed.

    ``away`` says that the run ended because the Ministry does not answer.
    """

    pages: Counter[Standing] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    away: bool = False


@dataclass(frozen=True, slots=True)
class Reporter:
    """Everything that reporting needs; ``advance`` is told how many pages were answered for."""

    office: Office
    courier: Courier
    ministry: Ministry
    chance: Chance
    advance: Callable[[int], object] = lambda _count: None
    bounds: Bounds = ORDINARY

    def report(self, *, again: bool = False, now: bool = False) -> Progress:
        """Send every batch that is due, then new ones until no page waits.

        The run ends early when the Ministry does not answer, and sends nothing while it is to
        be spared. Safe to stop anywhere and to run beside another: a batch keeps its bytes and
        GUID until it is answered. With ``again`` returned pages are sent once more; with
        ``now`` nothing waits for its back-off. Raises Unavailable when the database is away,
        SigningError when a batch cannot be signed.
        """
        at, progress = self.chance.clock(), Progress()
        with translating_outages():
            progress.away = not now and queries.spared_until(at) is not None
            for batch in queries.unanswered() if now else queries.due(at):
                if not progress.away:
                    self._send(batch, progress)
            for school_year in queries.waiting_years(again=again):
                self._report_year(school_year, again, progress)
        return progress

    def _report_year(self, school_year: str, again: bool, progress: Progress) -> None:
        after = 0
        while not progress.away:
            batch = next_batch(
                self.office,
                school_year,
                batch_id=self.chance.new_id(),
                at=self.chance.clock(),
                after=after,
                again=again,
                bounds=self.bounds,
            )
            if batch is None:
                return
            self._send(batch, progress)
            after = batch.pages.order_by("-page").values_list("page", flat=True)[0]

    def _send(self, batch: Batch, progress: Progress) -> None:
        try:
            receipt = self.courier.carry(bytes(batch.content))
            pages = take_receipt(
                batch,
                receipt,
                office=self.office,
                ministry=self.ministry,
                at=self.chance.clock(),
            )
        except (Unavailable, InputError) as error:
            self._note(batch, error, progress)
        else:
            progress.pages.update(pages)
            self.advance(sum(pages.values()))

    def _note(self, batch: Batch, error: HocbaError, progress: Progress) -> None:
        progress.away = isinstance(error, Unavailable)
        progress.failures.append(error.message)
        failed = batch.attempts.count() + 1
        at = self.chance.clock()
        Attempt.objects.create(
            batch=batch,
            at=at,
            retry_at=at + backoff.wait(failed, self.chance.random()),
            away=progress.away,
            reason=error.message,
        )
