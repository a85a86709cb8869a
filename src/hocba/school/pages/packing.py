"""Pack a class's issued pages into one signed packet: this is what is reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hocba.adapters.keys import Device
from hocba.core.lifecycle import Action, State
from hocba.core.packet import PacketHeader, assemble
from hocba.core.record import ClassYear
from hocba.core.signature import complete, prepare_packet
from hocba.school.pages import journal
from hocba.school.pages.models import PageVersion, SentPacket
from hocba.school.pages.steps import move


@transaction.atomic
def pack_class(
    class_year: ClassYear, seal: Device, *, packet_id: UUID, at: datetime
) -> SentPacket | None:
    """Put every issued page of the class into a packet signed with the school's seal.

    The pages become "reported" in the same transaction that keeps the packet, so a crash
    leaves either both or neither. None when the class has nothing to report.
    """
    versions = _issued(class_year)
    if not versions:
        return None
    packet = SentPacket.objects.create(
        packet_id=packet_id,
        school_code=class_year.school_code,
        school_year=class_year.school_year,
        class_name=class_year.class_name,
        content=_signed_packet(class_year, versions, seal, packet_id=packet_id, at=at),
        sent_at=at,
    )
    move(versions, Action.REPORT, at=at, packet=packet)
    journal.record(versions, Action.REPORT, class_year.school_name, at=at)
    return packet


def unanswered(school_code: str) -> Sequence[SentPacket]:
    """Packets that have no receipt yet; sending one again is always safe."""
    return list(
        SentPacket.objects.filter(school_code=school_code, receipt=None).order_by("sent_at")
    )


def _issued(class_year: ClassYear) -> Sequence[PageVersion]:
    return list(
        PageVersion.objects.of_class(class_year)
        .select_for_update()
        .filter(state=State.ISSUED)
        .order_by("id")
    )


def _signed_packet(
    class_year: ClassYear,
    versions: Sequence[PageVersion],
    seal: Device,
    *,
    packet_id: UUID,
    at: datetime,
) -> bytes:
    header = PacketHeader(
        packet_id=packet_id.hex,
        department_code=class_year.department_code,
        school_code=class_year.school_code,
        school_name=class_year.school_name,
        level=class_year.level,
        grade=class_year.grade,
        class_name=class_year.class_name,
        school_year=class_year.school_year,
        created_at=at.replace(microsecond=0),
    )
    prepared = prepare_packet(
        assemble(header, [bytes(v.content) for v in versions]),
        certificate=seal.certificate,
        chain=seal.chain,
        algorithm=seal.algorithm,
        signing_time=at,
    )
    (value,) = seal.sign_all([prepared.to_be_signed])
    return complete(prepared, value)
