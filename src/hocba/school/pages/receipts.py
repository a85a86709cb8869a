"""Take the registry's answer in: each page of the packet becomes accepted or returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hocba.core.errors import PacketError
from hocba.core.lifecycle import Action
from hocba.core.packet import PageOutcome, Receipt, read_receipt
from hocba.school.pages import journal
from hocba.school.pages.models import PageVersion, SentPacket
from hocba.school.pages.steps import move


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receipt said: how many pages were accepted, and which were returned."""

    accepted: int
    returned: tuple[PageOutcome, ...]


@transaction.atomic
def take_receipt(packet: SentPacket, data: bytes, *, at: datetime) -> Answer:
    """Keep the receipt and move the packet's pages by it; taking it again changes nothing.

    ``data`` must be a receipt whose signature has been verified. Raises PacketError when it
    answers another packet.
    """
    receipt = read_receipt(data)
    _require_ours(packet, receipt)
    if _keep(packet, data):
        versions = list(packet.versions.all())
        verdict = {o.lookup_code: o.accepted for o in receipt.outcomes}
        accepted = [v for v in versions if verdict[v.transcript_id]]
        returned = [v for v in versions if not verdict[v.transcript_id]]
        _move(accepted, Action.ACCEPT, at=at)
        _move(returned, Action.REJECT, at=at)
    faults = tuple(o for o in receipt.outcomes if not o.accepted)
    return Answer(len(receipt.outcomes) - len(faults), faults)


def _require_ours(packet: SentPacket, receipt: Receipt) -> None:
    if receipt.packet_id != packet.packet_id.hex:
        raise PacketError(
            "Biên nhận này trả lời một gói tin khác; hãy tải lại đúng biên nhận của gói đã nộp.",
            code="SAI_GOI_TIN",
        )


def _keep(packet: SentPacket, data: bytes) -> bool:
    """Whether this is the first time that the receipt comes in; the row is locked by the UPDATE."""
    unanswered = SentPacket.objects.filter(pk=packet.pk, receipt=None)
    return unanswered.update(receipt=data) == 1


def _move(versions: Sequence[PageVersion], action: Action, *, at: datetime) -> None:
    move(versions, action, at=at)
    journal.record(versions, action, "Sở GDĐT", at=at)
