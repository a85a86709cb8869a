"""Take the registry's answer in: each page of the packet becomes accepted or returned.

A receipt may come by any road – a file, a message, a clerk's hand – so it is believed for nothing
but its signature: that of the Department above the school, over this packet's very bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from hocba.core.errors import InputError, PacketError
from hocba.core.lifecycle import Action, Role, State
from hocba.core.packet import PageOutcome, Receipt, parse, read_page, read_receipt, split
from hocba.core.signature import POLICY, TrustStore, verify_receipt
from hocba.parties.queries import department_of, signers
from hocba.school.pages import journal
from hocba.school.pages.models import PageVersion, SentPacket
from hocba.school.pages.steps import move


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receipt said: how many pages were accepted, and which were returned."""

    accepted: int
    returned: tuple[PageOutcome, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one pupil's page, and why it was returned."""

    pupil: str
    lookup_code: str
    reasons: tuple[str, ...]


def take_in(data: bytes, *, trust: TrustStore, at: datetime) -> tuple[SentPacket, Answer]:
    """Verify a receipt, find the packet that it answers and take it in; again changes nothing.

    Raises InputError when it is not the signed word of the Department above the school, or
    answers no packet of ours, PacketError when it answers other bytes than were sent.
    """
    receipt, fingerprint = _verified(data, trust, at)
    packet = SentPacket.objects.filter(pk=UUID(receipt.packet_id)).first()
    if packet is None:
        raise InputError(
            "Biên nhận này trả lời một gói tin không có trong phần mềm của nhà trường; hãy xem lại "
            "có đúng tệp, đúng trường không.",
            code="KHONG_CO_GOI_TIN",
        )
    _require_the_department(packet, receipt, fingerprint)
    answer = take_receipt(packet, data, at=at)
    packet.refresh_from_db(fields=["receipt"])
    return packet, answer


def outcomes(packet: SentPacket) -> Sequence[Outcome]:
    """What became of each page, in the packet's order; empty until the receipt has come."""
    if packet.receipt is None:
        return ()
    answers = read_receipt(bytes(packet.receipt)).outcomes
    pages = map(read_page, split(parse(bytes(packet.content))))
    names = {page.lookup_code: page.pupil.full_name for page in pages}
    return [
        Outcome(names[each.lookup_code], each.lookup_code, tuple(f.message for f in each.faults))
        for each in answers
    ]


def _verified(data: bytes, trust: TrustStore, at: datetime) -> tuple[Receipt, bytes]:
    """What the receipt says and the fingerprint of who signed it."""
    # The Department's clock may be a little ahead of ours.
    report = verify_receipt(data, trust=trust, policy=POLICY, at=at + POLICY.clock_skew)
    if report.receipt is None or report.signature is None:
        verdict = report.verdicts[0] if report.signature is None else report.signature.verdict
        raise InputError(f"Biên nhận không dùng được: {verdict.message}", code=verdict.code)
    return report.receipt, report.signature.fingerprint


def _require_the_department(packet: SentPacket, receipt: Receipt, fingerprint: bytes) -> None:
    holder = signers([fingerprint]).get(fingerprint)
    department = department_of(packet.school_code)
    if holder is None or not holder.may_sign(Role.DEPARTMENT, department, receipt.received_at):
        raise InputError(
            "Biên nhận không do Sở GDĐT của nhà trường ký; chưa có gì được ghi. Hãy tải lại biên "
            "nhận từ Sở.",
            code="KHONG_PHAI_CUA_SO",
        )


@transaction.atomic
def take_receipt(packet: SentPacket, data: bytes, *, at: datetime) -> Answer:
    """Keep the receipt and move the packet's pages by it; taking it again changes nothing.

    ``data`` must be a receipt whose signature has been verified. Raises PacketError when it
    answers another packet, or other bytes under the packet's name.
    """
    receipt = read_receipt(data)
    _require_ours(packet, receipt)
    if _keep(packet, data):
        versions = list(packet.versions.all())
        verdict = {o.lookup_code: o.accepted for o in receipt.outcomes}
        accepted = [v for v in versions if verdict[v.transcript_id]]
        returned = [v for v in versions if not verdict[v.transcript_id]]
        _move(_replaced_by(accepted, packet.school_year), Action.REPLACE, at=at)
        _move(accepted, Action.ACCEPT, at=at)
        _move(returned, Action.REJECT, at=at)
    faults = tuple(o for o in receipt.outcomes if not o.accepted)
    return Answer(len(receipt.outcomes) - len(faults), faults)


def _replaced_by(accepted: Sequence[PageVersion], school_year: str) -> Sequence[PageVersion]:
    """The versions that were in force until these were accepted in their place."""
    codes = [version.transcript_id for version in accepted]
    earlier = PageVersion.objects.filter(transcript__in=codes, school_year=school_year)
    return list(earlier.filter(state=State.ACCEPTED))


def _require_ours(packet: SentPacket, receipt: Receipt) -> None:
    same_bytes = receipt.packet_digest == sha256(bytes(packet.content)).hexdigest()
    if receipt.packet_id != packet.packet_id.hex or not same_bytes:
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
