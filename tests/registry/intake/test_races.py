"""Two processes at once: one answer, one page, nothing twice and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import transaction

from hocba.core.lifecycle import State
from hocba.core.packet import read_receipt
from hocba.registry.intake.models import Packet, RegisteredPage, Transcript
from hocba.registry.journal.models import JournalEntry
from tests.registry.rivals import in_own_connection, wait_for_a_blocked_session
from tests.registry.school import code, faults, lock, open_schools, packet, page, receive, versions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _schools() -> None:
    open_schools()


def while_uncommitted(work: Callable[[], object], rival: bytes) -> bytes:
    """The receipt of ``rival``, sent by another process before ``work`` is committed."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            work()
            answer: Future[bytes] = pool.submit(in_own_connection(lambda: receive(rival)))
            wait_for_a_blocked_session()
        return answer.result(timeout=30)


def test_the_same_packet_sent_twice_at_once_gets_one_receipt() -> None:
    data = packet(page(1), page(2))
    receipts: list[bytes] = []
    receipts.append(while_uncommitted(lambda: receipts.append(receive(data)), data))
    assert receipts[0] == receipts[1]
    assert (Packet.objects.count(), RegisteredPage.objects.count()) == (1, 2)
    assert JournalEntry.objects.count() == 1


def test_a_packet_of_nothing_new_sent_twice_at_once_gets_one_receipt() -> None:
    data = packet(page(1))
    receive(data)
    again = packet(page(1, score=8), number=2)
    receipts: list[bytes] = []
    receipts.append(while_uncommitted(lambda: receipts.append(receive(again)), again))
    assert receipts[0] == receipts[1]
    assert Packet.objects.count() == 2


def test_of_two_packets_for_one_pupil_the_second_sees_the_first() -> None:
    rival = packet(page(1, score=8), page(2), number=2)
    receipt = while_uncommitted(lambda: receive(packet(page(1))), rival)
    assert faults(read_receipt(receipt)) == [{"PHIEN_BAN_CU"}, set()]
    assert Transcript.objects.count() == 2


def test_of_two_replacements_at_once_the_larger_version_stands() -> None:
    receive(packet(page(1)))
    third = packet(page(1, version=3), number=3)
    receipt = while_uncommitted(lambda: receive(packet(page(1, version=2), number=2)), third)
    assert faults(read_receipt(receipt)) == [set()]
    states = [(each.version, each.state) for each in versions(1)]
    assert states == [(1, State.REPLACED), (2, State.REPLACED), (3, State.ACCEPTED)]


def test_a_replacement_that_comes_while_the_page_is_being_locked_is_too_late() -> None:
    receive(packet(page(1)))
    receipt = while_uncommitted(lambda: lock(1), packet(page(1, version=2), number=2))
    assert faults(read_receipt(receipt)) == [{"DA_CHOT"}]


def test_many_processes_with_the_same_packets_store_each_page_once() -> None:
    packets = [
        packet(*(page(n) for n in range(first, first + 3)), number=first) for first in (1, 2, 3)
    ]
    barrier = Barrier(4)

    def send_all(order: list[bytes]) -> Callable[[], list[bytes]]:
        def work() -> list[bytes]:
            barrier.wait(timeout=30)
            return [receive(data) for data in order]

        return in_own_connection(work)

    orders = [packets, packets[::-1], packets[1:] + packets[:1], packets[2:] + packets[:2]]
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(send_all(order)) for order in orders]
        answers = [dict(zip(map(bytes, order), future.result(timeout=60), strict=True))
                   for order, future in zip(orders, sent, strict=True)]  # fmt: skip
    assert all(answer == answers[0] for answer in answers)
    assert Packet.objects.count() == 3
    live = RegisteredPage.objects.filter(state=State.ACCEPTED)
    assert sorted(live.values_list("lookup_code", flat=True)) == [code(n) for n in range(1, 6)]
