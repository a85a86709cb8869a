"""Which pages of a school were sent back and have not come again, and why: out of the receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hocba.core.packet import read_receipt
from hocba.registry.intake.models import Packet, RegisteredPage

MOST_PACKETS = 500
"""The latest of a school; a school of sixty classes sends some hundred a year."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A page that the register does not hold: no name, the school knows whose code it is."""

    lookup_code: str
    at: datetime
    reasons: tuple[str, ...]


def returned_pages(school_code: str, school_year: str) -> Sequence[Returned]:
    """The last word on each page counts, the newest first. Two queries."""
    packets = Packet.objects.filter(school_code=school_code).order_by("-received_at")
    last: dict[str, Returned] = {}
    for receipt in packets.values_list("receipt", flat=True)[:MOST_PACKETS]:
        answer = read_receipt(bytes(receipt))
        for page in answer.outcomes:
            if page.school_year == school_year:
                reasons = tuple(fault.message for fault in page.faults)
                found = Returned(page.lookup_code, answer.received_at, reasons)
                last.setdefault(page.lookup_code, found)
    codes = [code for code, page in last.items() if page.reasons]
    held = RegisteredPage.objects.filter(live_code__in=codes, school_year=school_year)
    there = set(held.values_list("lookup_code", flat=True))
    return [last[code] for code in codes if code not in there]
