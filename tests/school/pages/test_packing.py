"""A class's issued pages leave the school in one packet, once."""

from __future__ import annotations

from uuid import UUID

import pytest

from hocba.core.errors import LifecycleError
from hocba.core.lifecycle import State
from hocba.core.packet import parse, read_header, split
from hocba.school.pages import packing
from hocba.school.pages.models import PageVersion, SentPacket
from hocba.school.pages.packing import pack_class
from tests.school.pages.conftest import NOW, SmallClass

PACKET_ID = UUID(int=7, version=4)


def pack(small_class: SmallClass, packet_id: UUID = PACKET_ID) -> SentPacket | None:
    seal = small_class.desk.seal(small_class.keys)
    return pack_class(small_class.class_year, seal, packet_id=packet_id, at=NOW)


def test_the_packet_carries_the_issued_pages_byte_for_byte(small_class: SmallClass) -> None:
    small_class.draft()
    small_class.sign(small_class.signers)
    issued = [bytes(v.content) for v in small_class.pages(state=State.ISSUED)]
    packet = pack(small_class)
    assert packet is not None
    root = parse(bytes(packet.content))
    assert list(split(root)) == issued
    assert read_header(root).packet_id == PACKET_ID.hex
    assert {v.state for v in packet.versions.all()} == {State.REPORTED}


def test_a_class_with_nothing_issued_makes_no_packet(small_class: SmallClass) -> None:
    small_class.draft()
    assert pack(small_class) is None
    assert not SentPacket.objects.exists()


def test_packing_twice_reports_nothing_twice(small_class: SmallClass) -> None:
    small_class.draft()
    small_class.sign(small_class.signers)
    packet = pack(small_class)
    assert packet is not None
    assert pack(small_class) == packet
    assert pack(small_class, UUID(int=8, version=4)) is None


def test_when_the_pages_cannot_move_on_no_packet_is_kept(
    small_class: SmallClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_class.draft()
    small_class.sign(small_class.signers)
    lost = small_class.pages(state=State.ISSUED)[0]

    def assemble_while_a_page_goes_away(header, pages):
        PageVersion.objects.filter(pk=lost.pk).update(state=State.DRAFT)
        return original(header, pages)

    original = packing.assemble
    monkeypatch.setattr(packing, "assemble", assemble_while_a_page_goes_away)
    with pytest.raises(LifecycleError):
        pack(small_class)
    assert not SentPacket.objects.exists()
    assert len(small_class.pages(state=State.ISSUED)) == 6
