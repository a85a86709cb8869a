"""Two dispatches at once: one pupil is stored once, and both get a true receipt."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from hocba.core.packet import Standing, read_dispatch_receipt
from hocba.registry.intake.models import Packet, RegisteredPage
from tests.registry.audit import audit
from tests.registry.department import dispatch, gather, open_department, told
from tests.registry.rivals import in_own_connection, wait_for_a_blocked_session
from tests.registry.school import page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _department() -> None:
    open_department()


def both(first: bytes, second: bytes) -> tuple[bytes, bytes]:
    """``second`` comes in while ``first`` is written and not committed yet."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            receipt = gather(first)
            rival = pool.submit(in_own_connection(lambda: gather(second)))
            wait_for_a_blocked_session()
        return receipt, rival.result(30)


def test_the_same_dispatch_twice_at_once_gets_one_receipt() -> None:
    data = dispatch(page(1), page(2))
    first, second = both(data, data)
    assert first == second
    assert RegisteredPage.objects.count() == audit() == 2
    assert Packet.objects.count() == 1


def test_one_page_in_two_dispatches_at_once_is_stored_once() -> None:
    own = told(page(1))
    receipts = both(dispatch(own), dispatch(own, page(2), number=2))
    for receipt in map(read_dispatch_receipt, receipts):
        assert {outcome.standing for outcome in receipt.outcomes} == {Standing.HELD}
    assert RegisteredPage.objects.count() == audit() == 2


def test_dispatches_of_different_pages_wait_for_the_ledger_and_both_arrive() -> None:
    both(dispatch(page(1)), dispatch(page(2), number=2))
    assert RegisteredPage.objects.count() == audit() == 2
