"""Taking a class in: what is kept, what is answered, and that asking twice changes nothing."""

from __future__ import annotations

import gzip
from hashlib import sha256

import pytest

from hocba.core.errors import PacketError
from hocba.core.lifecycle import Action, State
from hocba.core.packet import read_page, read_receipt
from hocba.core.signature import POLICY, TrustStore, verify_receipt
from hocba.core.verdict import Status
from hocba.registry.intake import queries
from hocba.registry.intake.models import Packet, RegisteredPage, Transcript
from hocba.registry.journal.models import JournalEntry
from tests.registry.school import (
    KIM_DONG,
    NOW,
    RECEIPT_KEY,
    TRUST,
    VAN_QUAN,
    VAN_QUAN_SEAL,
    VAN_QUAN_STAFF,
    YEAR,
    answer,
    code,
    faults,
    packet,
    page,
    receive,
    secondary_page,
    signed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]


def test_a_good_class_is_accepted_whole() -> None:
    receipt = answer(packet(page(1), page(2), page(3)))
    assert [outcome.accepted for outcome in receipt.outcomes] == [True] * 3
    stored = RegisteredPage.objects.order_by("lookup_code")
    assert [each.lookup_code for each in stored] == [code(1), code(2), code(3)]
    assert {each.state for each in stored} == {State.ACCEPTED}
    assert Transcript.objects.count() == 3


def test_a_secondary_class_is_accepted() -> None:
    content = signed(secondary_page(1), VAN_QUAN_STAFF)
    receipt = answer(packet(content, of=VAN_QUAN, seal=VAN_QUAN_SEAL))
    assert faults(receipt) == [set()]


def test_what_is_stored_are_the_bytes_that_were_signed_and_the_facts_in_them() -> None:
    content = signed(page(1))
    receive(packet(content))
    stored = queries.current_page(code(1), YEAR)
    assert stored is not None
    assert bytes(stored.content) == content
    assert bytes(stored.sha256) == sha256(content).digest()
    assert read_page(bytes(stored.content)) == page(1)
    assert (stored.version, stored.level, stored.grade) == (1, "02", 4)
    assert (stored.school_code, stored.class_name) == (KIM_DONG.school_code, "4A1")
    assert stored.personal_id == page(1).pupil.personal_id
    assert stored.accepted_at == NOW
    assert stored.reassessed is False


def test_the_packet_is_kept_as_it_came_with_its_sender_and_receipt() -> None:
    data = packet(page(1))
    receipt = receive(data)
    kept = Packet.objects.get()
    assert bytes(kept.content) == data
    assert bytes(kept.receipt) == receipt
    assert (kept.sender, kept.school_code) == ("phần mềm mẫu", KIM_DONG.school_code)
    assert kept.received_at == NOW
    assert kept.pages.count() == 1


def test_the_receipt_is_signed_by_the_registry_and_names_the_packet() -> None:
    data = packet(page(1))
    report = verify_receipt(receive(data), trust=TRUST, policy=POLICY, at=NOW)
    assert report.status is Status.PASSED
    assert report.signature is not None
    assert report.signature.certificate == RECEIPT_KEY.certificate
    receipt = report.receipt
    assert receipt is not None
    assert receipt.packet_digest == sha256(data).hexdigest()
    assert (receipt.packet_id, receipt.school_code) == (code(1_000_001), KIM_DONG.school_code)
    assert receipt.received_at == NOW


def test_one_bad_page_never_blocks_the_class() -> None:
    spoilt = signed(page(2)).replace("Học Sinh Mẫu 2".encode(), "Học Sinh Mẫu 9".encode())
    receipt = answer(packet(page(1), spoilt, page(3)))
    assert faults(receipt) == [set(), {"NOI_DUNG_BI_SUA"}, set()]
    assert queries.current_page(code(2), YEAR) is None
    assert RegisteredPage.objects.count() == 2


def test_the_same_packet_again_gets_the_same_receipt_and_changes_nothing() -> None:
    data = packet(page(1), page(2))
    first = receive(data)
    before = list(RegisteredPage.objects.values())
    lines = JournalEntry.objects.count()
    assert receive(data, at=NOW.replace(month=12)) == first
    assert list(RegisteredPage.objects.values()) == before
    assert (Packet.objects.count(), JournalEntry.objects.count()) == (1, lines)


def test_a_page_that_is_held_already_is_accepted_again_in_another_packet() -> None:
    held, corrected = signed(page(1)), page(2)
    receive(packet(held))
    receipt = answer(packet(held, corrected, number=2))
    assert faults(receipt) == [set(), set()]
    assert RegisteredPage.objects.count() == 2


def test_a_packet_that_was_packed_with_gzip_is_taken() -> None:
    assert faults(answer(gzip.compress(packet(page(1))))) == [set()]


def test_the_journal_says_who_reported_what_and_when() -> None:
    data = packet(page(1), signed(page(2)).replace(b"Sinh M", b"Sinh N"))
    receive(data)
    line = JournalEntry.objects.get()
    assert (line.actor, line.action, line.at) == ("phần mềm mẫu", Action.REPORT, NOW)
    assert line.detail == {"packet": sha256(data).hexdigest(), "accepted": 1, "returned": 1}


def test_the_number_of_queries_does_not_grow_with_the_class(django_assert_num_queries):
    with django_assert_num_queries(14):
        receive(packet(page(1)))
    with django_assert_num_queries(14):
        receive(packet(*(page(number) for number in range(2, 12)), number=2))


@pytest.mark.parametrize("data", [b"", b"not xml", b"<a/>", b"<GoiTin", b"PK\x03\x04"])
def test_what_is_no_packet_is_an_error_and_leaves_no_trace(data: bytes) -> None:
    with pytest.raises(PacketError):
        receive(data)
    assert Packet.objects.count() == 0


def test_a_page_alone_is_no_packet() -> None:
    with pytest.raises(PacketError, match="không phải gói tin"):
        receive(signed(page(1)))


def test_without_a_trusted_root_the_answer_is_that_it_could_not_be_checked() -> None:
    receipt = read_receipt(receive(packet(page(1)), trust=TrustStore.of([])))
    (outcome,) = receipt.outcomes
    assert {fault.code for fault in outcome.faults} == {"CHUA_CO_GOC_TIN_CAY"}
    assert all("Chưa kiểm tra được" in fault.message for fault in outcome.faults)
