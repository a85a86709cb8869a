"""Put a judged packet into the root database: everything, or nothing when a rival was first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hocba.core.lifecycle import TRANSITIONS, Action
from hocba.core.packet import PacketHeader
from hocba.core.signature import Evidence
from hocba.registry.evidence.actions import keep
from hocba.registry.intake.judging import Judgement
from hocba.registry.intake.known import Held, Known
from hocba.registry.intake.models import Packet, RegisteredPage
from hocba.registry.intake.rows import add_accepted, add_transcripts
from hocba.registry.journal.models import JournalEntry


class RivalWasFirst(Exception):
    """What the judgement rests on changed before it could be written: judge anew."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A packet as it came in: its bytes, who sent it, when, what its header says; and what
    was known of its signers."""

    content: bytes
    digest: bytes
    sender: str
    at: datetime
    header: PacketHeader
    evidence: Evidence


def store(
    delivery: Delivery, judgements: Sequence[Judgement], known: Known, receipt: bytes
) -> None:
    """Raises RivalWasFirst, or IntegrityError where the database finds the rival out.

    Transcripts come first, for there rivals wait for each other.
    """
    new = [(each.page, each.content) for each in judgements if each.page is not None]
    pages = [page for page, _ in new]
    add_transcripts([page for page in pages if page.lookup_code not in known.transcripts])
    packet = _add_packet(delivery, receipt)
    replaced = [known.live[page.lookup_code] for page in pages if page.lookup_code in known.live]
    _end(replaced, delivery.at)
    add_accepted(new, packet)
    if delivery.evidence:
        keep(delivery.digest, delivery.evidence, at=delivery.at)
    _journal(delivery, judgements, replaced)


def _add_packet(delivery: Delivery, receipt: bytes) -> Packet:
    return Packet.objects.create(
        sha256=delivery.digest,
        content=delivery.content,
        sender=delivery.sender,
        school_code=delivery.header.school_code,
        received_at=delivery.at,
        receipt=receipt,
    )


def _end(replaced: Sequence[Held], at: datetime) -> None:
    if not replaced:
        return
    step = TRANSITIONS[Action.REPLACE]
    ended = RegisteredPage.objects.filter(
        pk__in=[version.pk for version in replaced], state__in=step.sources
    ).update(state=step.target, ended_at=at)
    if ended != len(replaced):
        raise RivalWasFirst


def _journal(delivery: Delivery, judgements: Sequence[Judgement], replaced: Sequence[Held]) -> None:
    returned = sum(1 for each in judgements if each.faults)
    act = JournalEntry(
        at=delivery.at,
        actor=delivery.sender,
        action=Action.REPORT,
        school_code=delivery.header.school_code,
        school_year=delivery.header.school_year,
        detail={
            "packet": delivery.digest.hex(),
            "accepted": len(judgements) - returned,
            "returned": returned,
        },
    )
    replacements = (
        JournalEntry(
            at=delivery.at,
            actor=delivery.sender,
            action=Action.REPLACE,
            school_code=delivery.header.school_code,
            school_year=version.school_year,
            lookup_code=version.lookup_code,
            version=version.version,
            detail={"packet": delivery.digest.hex()},
        )
        for version in replaced
    )
    JournalEntry.objects.bulk_create([act, *replacements])
