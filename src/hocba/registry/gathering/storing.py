"""Put a judged dispatch into the Ministry's database: pages locked, ledger, receipt, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from hocba.core.errors import LifecycleError
from hocba.core.lifecycle import State
from hocba.core.packet import Dispatch
from hocba.core.signed_note import NoteSigner
from hocba.registry.gathering.judging import Judgement
from hocba.registry.gathering.known import Known
from hocba.registry.gathering.models import ReceivedDispatch
from hocba.registry.intake.models import Packet, RegisteredPage
from hocba.registry.intake.rows import add_accepted, add_transcripts
from hocba.registry.journal.models import JournalEntry
from hocba.registry.ledger.actions import append

ACTION = "gather"

# Each page keeps the effective date that its Department gave it, so that both ledgers say the same.
_LOCK = f"""
    UPDATE {RegisteredPage._meta.db_table} AS page
       SET state = '{State.LOCKED.value}', effective_date = locked.at
      FROM unnest(%s::varchar[], %s::timestamptz[]) AS locked (lookup_code, at)
     WHERE page.packet_id = %s AND page.lookup_code = locked.lookup_code
       AND page.state = '{State.ACCEPTED.value}'
"""  # noqa: S608 - names and states are ours, every value is a parameter


@dataclass(frozen=True, slots=True)
class Delivery:
    """A dispatch as it came in, from whom and when."""

    content: bytes
    digest: bytes
    sender: str
    at: datetime
    dispatch: Dispatch


def store(
    delivery: Delivery,
    judgements: Sequence[Judgement],
    known: Known,
    receipt: bytes,
    signer: NoteSigner,
) -> None:
    """Raises IntegrityError where the database finds a rival out, Unavailable from a busy ledger.

    In the order of the lookup codes, so that dispatches of the same pupils wait for each other.
    """
    taken = sorted(
        (each for each in judgements if each.page is not None),
        key=lambda each: each.event.lookup_code,
    )
    pages = [(each.page, each.event.page) for each in taken if each.page is not None]
    add_transcripts([page for page, _ in pages if page.lookup_code not in known.owners])
    packet = _add_packet(delivery, receipt)
    add_accepted(pages, packet)
    if taken:
        _lock(taken, packet)
        append([each.entry.leaf for each in taken], at=delivery.at, signer=signer)
    _journal(delivery, judgements, len(taken))


def _add_packet(delivery: Delivery, receipt: bytes) -> Packet:
    header = delivery.dispatch.header
    packet = Packet.objects.create(
        sha256=delivery.digest,
        content=delivery.content,
        sender=delivery.sender,
        school_code=header.department_code,
        received_at=delivery.at,
        receipt=receipt,
    )
    ReceivedDispatch.objects.create(
        dispatch_id=UUID(header.dispatch_id), packet=packet, department_code=header.department_code
    )
    return packet


def _lock(taken: Sequence[Judgement], packet: Packet) -> None:
    codes = [each.event.lookup_code for each in taken]
    moments = [each.event.updated_at for each in taken]
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [codes, moments, packet.pk])
        if cursor.rowcount != len(taken):
            raise LifecycleError("Một số học bạ vừa được thay đổi; chưa có gì được ghi.")


def _journal(delivery: Delivery, judgements: Sequence[Judgement], taken: int) -> None:
    returned = sum(1 for each in judgements if each.outcome.faults)
    JournalEntry.objects.create(
        at=delivery.at,
        actor=delivery.sender,
        action=ACTION,
        school_year=delivery.dispatch.header.school_year,
        detail={
            "packet": delivery.digest.hex(),
            "taken": taken,
            "returned": returned,
            "ignored": len(judgements) - taken - returned,
        },
    )
