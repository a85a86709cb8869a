"""The Ministry's node is audited by the same code: its packets are Departments' reports."""

from __future__ import annotations

import pytest
from django.db import connection

from hocba.core.signature import POLICY
from hocba.registry.audit import work
from hocba.registry.audit.findings import Fault
from hocba.registry.audit.grounds import Grounds
from hocba.registry.intake.models import Packet, RegisteredPage
from tests.registry.audit import LEDGER_KEY
from tests.registry.audits.tampering import of_page, tamper
from tests.registry.department import dispatch, gather, open_department
from tests.registry.school import TRUST, page

pytestmark = pytest.mark.django_db

GROUNDS = Grounds(TRUST, POLICY, LEDGER_KEY.verifier)


@pytest.fixture(autouse=True)
def _reports(db) -> None:
    open_department()
    first = dispatch(page(1), page(2, version=3))
    gather(first)
    gather(first)
    connection.check_constraints()


def found() -> set[tuple[str, Fault]]:
    parts = work.plan().parts
    return {(each.thing, each.fault) for part in parts for each in work.check(part, GROUNDS)}


def test_an_untouched_node_is_clean():
    assert RegisteredPage.objects.count() == 2
    assert found() == set()


def test_a_changed_byte_of_a_page_is_found():
    row = RegisteredPage.objects.get(version=3)
    tamper(
        "UPDATE intake_registeredpage SET content = %s WHERE id = %s",
        bytes(row.content).replace(b"4A1", b"4A2", 1),
        row.pk,
    )
    assert found() == {(of_page(2, 3), Fault.PAGE_BYTES), (of_page(2, 3), Fault.PAGE_DIGEST)}


def test_a_changed_receipt_is_found():
    packet = Packet.objects.get()
    tamper(
        "UPDATE intake_packet SET receipt = %s",
        bytes(packet.receipt).replace(b"TIEP_NHAN", b"TRA_LAI", 1),
    )
    assert found() == {(f"gói tin {bytes(packet.sha256).hex()}", Fault.RECEIPT)}
