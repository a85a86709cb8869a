"""Orders of schools: each as its school signed it, and none gone that the journal speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from django.db import connection

from hocba.core.signature import verify_order
from hocba.registry.audit.findings import Fault, Finding
from hocba.registry.audit.grounds import Grounds
from hocba.registry.evidence.queries import evidence_of
from hocba.registry.orders.models import SignedOrder

_GONE = """
    SELECT DISTINCT origin->>'order' FROM journal_journalentry AS line
     WHERE origin ? 'order' AND NOT EXISTS (
           SELECT FROM orders_signedorder WHERE order_id = (line.origin->>'order')::uuid)
     ORDER BY 1
"""


def check_orders(_low: int, _high: int, grounds: Grounds) -> Iterator[Finding]:
    for kept in SignedOrder.objects.order_by("received_at", "pk").iterator(chunk_size=100):
        yield from _check(kept, grounds)
    with connection.cursor() as cursor:
        cursor.execute(_GONE)
        yield from (Finding(_name(number), Fault.ORDER_GONE) for (number,) in cursor.fetchall())


def _check(kept: SignedOrder, grounds: Grounds) -> Iterator[Finding]:
    """Judged as on the day on which it was carried out, with the evidence of then."""
    content, digest = bytes(kept.content), bytes(kept.sha256)
    if sha256(content).digest() != digest:
        yield Finding(_name(kept.pk), Fault.ORDER_BYTES)
    order = verify_order(
        content,
        trust=grounds.trust,
        policy=grounds.policy,
        at=kept.received_at,
        evidence=evidence_of(digest) or None,
    ).order
    if order is None:
        yield Finding(_name(kept.pk), Fault.SIGNATURE)
    elif (UUID(order.order_id), order.school_code, order.deed) != (
        kept.pk,
        kept.school_id,
        kept.deed,
    ):
        yield Finding(_name(kept.pk), Fault.ORDER_FACTS)


def _name(number: object) -> str:
    return f"đề nghị {number}"
