"""The registry's answer moves each page of the packet, once."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from uuid import UUID

import pytest

from hocba.core.errors import PacketError
from hocba.core.lifecycle import State
from hocba.core.packet import Fault, PageOutcome, Receipt, write_receipt
from hocba.school.pages.drafting import draft_class
from hocba.school.pages.models import JournalEntry, SentPacket
from hocba.school.pages.packing import pack_class
from hocba.school.pages.receipts import take_receipt
from tests.school.pages.conftest import NOW, WHY, SmallClass, code_maker

PACKET_ID = UUID(int=7, version=4)


def reported(small_class: SmallClass) -> SentPacket:
    small_class.draft()
    small_class.sign(small_class.signers)
    seal = small_class.desk.seal(small_class.keys)
    packet = pack_class(small_class.class_year, seal, packet_id=PACKET_ID, at=NOW)
    assert packet is not None
    return packet


def answer(packet: SentPacket, *, returned: int, packet_id: UUID = PACKET_ID) -> bytes:
    fault = Fault("SAI_SO", "Số định danh không khớp ngày sinh.")
    codes = packet.versions.order_by("id").values_list("transcript_id", flat=True)
    outcomes = tuple(
        PageOutcome(code, "2023-2024", 1, (fault,) if number < returned else ())
        for number, code in enumerate(codes)
    )
    digest = sha256(bytes(packet.content)).hexdigest()
    return write_receipt(
        Receipt(UUID(int=1, version=4).hex, packet_id.hex, digest, "01", NOW, outcomes)
    )


def test_accepted_and_returned_pages_part_ways(small_class: SmallClass) -> None:
    packet = reported(small_class)
    outcome = take_receipt(packet, answer(packet, returned=2), at=NOW)
    assert (outcome.accepted, len(outcome.returned)) == (4, 2)
    assert len(small_class.pages(state=State.ACCEPTED)) == 4
    assert len(small_class.pages(state=State.REJECTED)) == 2


def test_the_same_receipt_again_changes_nothing(small_class: SmallClass) -> None:
    packet = reported(small_class)
    data = answer(packet, returned=1)
    first = take_receipt(packet, data, at=NOW)
    journal = JournalEntry.objects.count()
    assert take_receipt(packet, data, at=NOW) == first
    assert JournalEntry.objects.count() == journal


def test_a_receipt_for_another_packet_is_refused(small_class: SmallClass) -> None:
    packet = reported(small_class)
    other = answer(packet, returned=0, packet_id=UUID(int=8, version=4))
    with pytest.raises(PacketError, match="một gói tin khác"):
        take_receipt(packet, other, at=NOW)
    assert len(small_class.pages(state=State.REPORTED)) == 6


def replacement(small_class: SmallClass) -> tuple[SentPacket, SentPacket]:
    """A packet that was accepted, and one that replaces a page of it, on its way."""
    packet = reported(small_class)
    take_receipt(packet, answer(packet, returned=0), at=NOW)
    first = small_class.years[0]
    changed = replace(first, pupil=replace(first.pupil, full_name="Tên Mới"))
    draft_class(small_class.class_year, [changed], at=NOW, new_code=code_maker(), replacing=WHY)
    small_class.sign(small_class.signers)
    seal = small_class.desk.seal(small_class.keys)
    second = pack_class(small_class.class_year, seal, packet_id=UUID(int=9, version=4), at=NOW)
    assert second is not None
    return packet, second


def test_the_version_in_force_ends_when_its_replacement_is_accepted(
    small_class: SmallClass,
) -> None:
    packet, second = replacement(small_class)
    take_receipt(second, answer(second, returned=0, packet_id=second.packet_id), at=NOW)
    (replaced,) = small_class.pages(state=State.REPLACED)
    assert (replaced.version, replaced.packet_id) == (1, packet.packet_id)
    accepted = small_class.pages(state=State.ACCEPTED)
    assert sorted(each.version for each in accepted) == [1, 1, 1, 1, 1, 2]
    assert JournalEntry.objects.get(action="replace").count == 1


def test_a_returned_replacement_leaves_the_page_in_force(small_class: SmallClass) -> None:
    _, second = replacement(small_class)
    take_receipt(second, answer(second, returned=1, packet_id=second.packet_id), at=NOW)
    assert len(small_class.pages(state=State.ACCEPTED)) == 6
    assert [each.version for each in small_class.pages(state=State.REJECTED)] == [2]
