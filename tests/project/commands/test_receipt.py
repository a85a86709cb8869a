"""``hocba receipt``: a school believes the signature of its Department alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from hocba.adapters import clock
from hocba.adapters.keys import SigningKey
from hocba.adapters.trust import load_trust
from hocba.core.lifecycle import State
from hocba.core.packet import Fault, PageOutcome, parse, read_header, read_page
from hocba.project.cli import run
from hocba.project.demonstration.desks import REGISTRY
from hocba.registry.intake.actions import receive
from hocba.registry.intake.examining import Conditions
from hocba.registry.intake.receipts import sign_receipt
from hocba.school.pages.models import SentPacket
from hocba.school.pages.packing import pack_class
from tests.school.pages.conftest import NOW, SmallClass, _home, small_class

__all__ = ["_home", "small_class"]

FAULT = Fault("SAI_SO", "Số định danh không khớp ngày sinh.")
CODES = [UUID(int=number, version=4).hex for number in range(1, 7)]


@pytest.fixture
def reported(small_class: SmallClass, settings) -> Iterator[SmallClass]:
    """Six pages are on their way to the Department."""
    settings.HOCBA_TRUST = small_class.keys.trust
    clock.start_at(NOW)
    small_class.draft()
    small_class.sign(small_class.signers)
    seal = small_class.desk.seal(small_class.keys)
    pack_class(small_class.class_year, seal, packet_id=UUID(int=7, version=4), at=NOW)
    yield small_class
    clock.start_at(None)


def taken_in(reported: SmallClass) -> bytes:
    """The register's own answer to the packet."""
    packet = SentPacket.objects.get()
    return receive(
        bytes(packet.content),
        sender=packet.school_code,
        at=NOW,
        conditions=Conditions(load_trust(reported.keys.trust)),
        receipt_key=reported.keys.key(REGISTRY),
    )


def answer(reported: SmallClass, *faults: Fault, key: SigningKey, content: bytes = b"") -> bytes:
    """A receipt that accepts all pages but the first, which has these faults."""
    packet = SentPacket.objects.get()
    header = read_header(parse(bytes(packet.content)))
    outcomes = [PageOutcome(code, "2023-2024", 1) for code in CODES]
    outcomes[0] = replace(outcomes[0], faults=faults)
    digest = sha256(content or bytes(packet.content)).digest()
    return sign_receipt(header, digest, outcomes, at=NOW, key=key)


def arrived(tmp_path: Path, receipt: bytes) -> str:
    file = tmp_path / "bien-nhan.xml"
    file.write_bytes(receipt)
    return str(file)


def test_the_registers_receipt_is_taken_in_and_again_changes_nothing(reported, tmp_path, capsys):
    file = arrived(tmp_path, taken_in(reported))
    assert run(["receipt", file]) == 0
    assert "lớp 4A1 năm học 2023-2024: Sở tiếp nhận 6 học bạ, trả lại 0." in capsys.readouterr().out
    assert len(reported.pages(state=State.ACCEPTED)) == 6
    assert run(["receipt", file]) == 0


def test_what_was_returned_is_told_by_name_and_reason(reported, tmp_path, capsys):
    receipt = answer(reported, FAULT, key=reported.keys.key(REGISTRY))
    assert run(["receipt", arrived(tmp_path, receipt)]) == 1
    said = capsys.readouterr().out
    assert "Sở tiếp nhận 5 học bạ, trả lại 1." in said
    (returned,) = reported.pages(state=State.REJECTED)
    pupil = read_page(bytes(returned.content)).pupil.full_name
    assert f"{pupil} ({CODES[0]}): {FAULT.message}" in said


def refused(reported: SmallClass, file: str, capsys) -> str:
    """What the command says; the pages still wait for their answer."""
    assert run(["receipt", file]) == 2
    assert len(reported.pages(state=State.REPORTED)) == 6
    assert SentPacket.objects.get().receipt is None
    said: str = capsys.readouterr().err
    return said


def test_attack_a_receipt_that_another_school_signed(reported, tmp_path, capsys):
    seal = reported.desk.seal(reported.keys)
    file = arrived(tmp_path, answer(reported, key=seal))
    assert "không do Sở GDĐT của nhà trường ký" in refused(reported, file, capsys)


def test_attack_a_verdict_that_was_changed_on_the_way(reported, tmp_path, capsys):
    receipt = answer(reported, FAULT, key=reported.keys.key(REGISTRY))
    changed = receipt.replace("không khớp".encode(), "quá khớp".encode())
    assert changed != receipt
    file = arrived(tmp_path, changed)
    assert "Biên nhận không dùng được" in refused(reported, file, capsys)


def test_attack_a_receipt_for_other_bytes_under_the_packets_name(reported, tmp_path, capsys):
    key = reported.keys.key(REGISTRY)
    file = arrived(tmp_path, answer(reported, key=key, content=b"another packet"))
    assert "một gói tin khác" in refused(reported, file, capsys)


def test_a_file_that_is_no_receipt_or_not_there_is_told(reported, tmp_path, capsys):
    assert "Biên nhận không dùng được" in refused(reported, arrived(tmp_path, b"<x/>"), capsys)
    assert "Không tìm thấy tệp" in refused(reported, str(tmp_path / "khong-co.xml"), capsys)


def test_a_receipt_for_a_packet_that_is_not_ours_is_told(reported, tmp_path, capsys):
    packet = SentPacket.objects.get()
    header = replace(
        read_header(parse(bytes(packet.content))), packet_id=UUID(int=8, version=4).hex
    )
    key = reported.keys.key(REGISTRY)
    outcome = [PageOutcome(CODES[0], "2023-2024", 1)]
    file = arrived(tmp_path, sign_receipt(header, bytes(32), outcome, at=NOW, key=key))
    assert "không có trong phần mềm của nhà trường" in refused(reported, file, capsys)
