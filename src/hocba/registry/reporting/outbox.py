"""Put locked pages into the next batch for the Ministry: once, under its GUID, signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from hocba.adapters.availability import translating_outages
from hocba.core.errors import LifecycleError
from hocba.core.lifecycle import State
from hocba.core.packet import (
    MOST_EVENTS,
    Dispatch,
    DispatchEvent,
    DispatchHeader,
    Standing,
    write_dispatch,
)
from hocba.core.record import Event
from hocba.core.signature import complete, prepare_dispatch
from hocba.core.tlog_proof import TlogProof
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.locking.queries import proofs_of
from hocba.registry.reporting.models import Batch, ReportedPage
from hocba.registry.reporting.office import Office

_ONE_AT_A_TIME = 0x62616F63616F
"""The advisory lock under which pages are chosen: two choosers would take the same ones."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much goes into a batch: a number of pages, and of bytes of pages, but always one page."""

    pages: int = MOST_EVENTS
    size: int = 8 * 1024 * 1024


ORDINARY = Bounds()


def waiting(*, again: bool = False) -> QuerySet[RegisteredPage]:
    """Locked pages that stand in no batch; with ``again`` also those that the Ministry returned."""
    batched = ReportedPage.objects.filter(page=OuterRef("pk"))
    if again:
        batched = batched.exclude(standing=Standing.RETURNED.value)
    return RegisteredPage.objects.filter(~Exists(batched), state=State.LOCKED.value)


def next_batch(
    office: Office,
    school_year: str,
    *,
    batch_id: UUID,
    at: datetime,
    after: int = 0,
    again: bool = False,
    bounds: Bounds = ORDINARY,
) -> Batch | None:
    """The next batch of a school year; None when no page waits whose key is above ``after``.

    Pages and batch are written together: what is in a batch was never in two. Raises
    SigningError when it cannot be signed, Unavailable when the database is away.
    """
    with translating_outages(), transaction.atomic():
        _wait_for_other_choosers()
        rows = waiting(again=again).filter(school_year=school_year, pk__gt=after).order_by("pk")
        pages = list(_within(bounds, rows[: bounds.pages]))
        if not pages:
            return None
        content = _signed(_dispatch(office, school_year, batch_id, pages, at), office, at)
        batch = Batch.objects.create(
            id=batch_id,
            school_year=school_year,
            content=content,
            sha256=sha256(content).digest(),
            made_at=at,
        )
        ReportedPage.objects.bulk_create(ReportedPage(page=page, batch=batch) for page in pages)
    return batch


def _wait_for_other_choosers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _within(bounds: Bounds, pages: QuerySet[RegisteredPage]) -> Iterator[RegisteredPage]:
    size = 0
    for page in pages:
        size += len(page.content)
        if size > bounds.size and size > len(page.content):
            return
        yield page


def _dispatch(
    office: Office, school_year: str, batch_id: UUID, pages: Sequence[RegisteredPage], at: datetime
) -> bytes:
    proofs = proofs_of(pages)
    if len(proofs) != len(pages):
        raise LifecycleError("Có học bạ đã chốt mà chưa có trong sổ cái; hãy chạy «hocba audit».")
    head = proofs[pages[0].pk].checkpoint
    header = DispatchHeader(
        batch_id.hex, office.code, school_year, at.replace(microsecond=0), checkpoint=head
    )
    events = tuple(_event(page, proofs[page.pk]) for page in pages)
    return write_dispatch(Dispatch(header, events))


def _event(page: RegisteredPage, proof: TlogProof) -> DispatchEvent:
    """A locked page never changes, so the Ministry hears of each for the first time: NEW."""
    if page.effective_date is None:
        raise AssertionError("a locked page is effective")
    return DispatchEvent(
        lookup_code=page.lookup_code,
        school_year=page.school_year,
        event=Event.NEW,
        version=page.version,
        updated_at=page.effective_date,
        index=proof.index,
        path=proof.path,
        page=bytes(page.content),
    )


def _signed(dispatch: bytes, office: Office, at: datetime) -> bytes:
    key = office.key
    prepared = prepare_dispatch(
        dispatch,
        certificate=key.certificate,
        chain=key.chain,
        algorithm=key.algorithm,
        signing_time=at,
    )
    return complete(prepared, key.sign(prepared.to_be_signed))
