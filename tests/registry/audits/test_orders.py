"""A school's order that a superuser changes, swaps or removes is found, and named."""

from __future__ import annotations

from hashlib import sha256

import pytest

from hocba.registry.audit.findings import Fault
from hocba.registry.orders.models import SignedOrder
from tests.registry.audits.tampering import ORDER, found, furnish, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _registry(db) -> None:
    furnish()


def name() -> str:
    return f"đề nghị {SignedOrder.objects.get().pk}"


def test_an_order_that_was_kept_as_it_came_is_clean():
    assert bytes(SignedOrder.objects.get().content) == ORDER
    assert found() == set()


def test_another_reason_is_written_into_an_order():
    changed = ORDER.replace("Nhập nhầm".encode(), "Nhập đúng".encode())
    assert changed != ORDER
    statement = "UPDATE orders_signedorder SET content = %s, sha256 = %s"
    tamper(statement, changed, sha256(changed).digest())
    assert found() == {(name(), Fault.SIGNATURE)}


def test_a_byte_of_an_order_is_changed_and_its_digest_is_not():
    changed = ORDER[:-1] + b" "
    constraint = "orders_signedorder.order_digest_is_of_these_bytes"
    tamper("UPDATE orders_signedorder SET content = %s", changed, lifting=constraint)
    assert found() == {(name(), Fault.ORDER_BYTES), (name(), Fault.SIGNATURE)}


def test_a_column_says_otherwise_than_the_order():
    tamper("UPDATE orders_signedorder SET deed = 'CHOT_SOM'")
    assert found() == {(name(), Fault.ORDER_FACTS)}


def test_an_order_of_which_the_journal_speaks_is_gone():
    gone = name()
    tamper("DELETE FROM orders_signedorder")
    assert found() == {(gone, Fault.ORDER_GONE)}
