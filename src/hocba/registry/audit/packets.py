"""Packets, receipts, and that each page of the registry is the one that its packet brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from hocba.core.signature import PageReport
from hocba.registry.audit.carried import Carried, Key, carried
from hocba.registry.audit.findings import Fault, Finding, page_name
from hocba.registry.audit.grounds import Grounds
from hocba.registry.intake.models import Packet, RegisteredPage

_AT_ONCE = 10
"""Packets held in memory at a time: one may be tens of megabytes."""


def check_packets(low: int, high: int, grounds: Grounds) -> Iterator[Finding]:
    """The packets whose primary keys are in ``[low, high)``, and the pages that name them."""
    rows = Packet.objects.filter(pk__gte=low, pk__lt=high).select_related("dispatch")
    for packet in rows.order_by("pk").iterator(chunk_size=_AT_ONCE):
        yield from _check(packet, grounds)


def _check(packet: Packet, grounds: Grounds) -> Iterator[Finding]:
    name = f"gói tin {bytes(packet.sha256).hex()}"
    if sha256(bytes(packet.content)).digest() != bytes(packet.sha256):
        yield Finding(name, Fault.PACKET_BYTES)
    found = carried(packet, by_department=hasattr(packet, "dispatch"), grounds=grounds)
    if not found.told:
        yield Finding(name, Fault.RECEIPT)
    elif found.told != bytes(packet.sha256).hex():
        yield Finding(name, Fault.RECEIPT_OF_OTHER)
    stored = {_key(page): page for page in RegisteredPage.objects.filter(packet=packet)}
    yield from _stored_but_different(stored, found)
    yield from _accepted_but_not_stored(stored, found)


def _stored_but_different(
    stored: Mapping[Key, RegisteredPage], found: Carried
) -> Iterator[Finding]:
    accepted = set(found.accepted)
    for key, page in stored.items():
        name = page_name(*key)
        if sha256(bytes(page.content)).digest() != bytes(page.sha256):
            yield Finding(name, Fault.PAGE_DIGEST)
        if found.told and key not in accepted:
            yield Finding(name, Fault.PAGE_ADDED)
        report = found.pages.get(key)
        if report is None:
            yield Finding(name, Fault.SIGNATURE)
        elif report.covered != bytes(page.content):
            yield Finding(name, Fault.PAGE_BYTES)
        elif not _agrees(page, report):
            yield Finding(name, Fault.PAGE_FACTS)


def _accepted_but_not_stored(
    stored: Mapping[Key, RegisteredPage], found: Carried
) -> Iterator[Finding]:
    """A page that came again is held from the packet that brought it first."""
    missing = [key for key in found.accepted if key not in stored]
    if not missing:
        return
    rows = RegisteredPage.objects.filter(lookup_code__in=[code for code, _, _ in missing])
    held = {_key(row): bytes(row.sha256) for row in rows.defer("content")}
    for key in missing:
        report = found.pages.get(key)
        if report is None or held.get(key) != sha256(report.covered).digest():
            yield Finding(page_name(*key), Fault.PAGE_GONE)


def _agrees(row: RegisteredPage, report: PageReport) -> bool:
    """Whether the columns say what the signed page says."""
    page = report.page
    if page is None:
        return False
    year = page.class_year
    return (row.personal_id, row.level, row.grade, row.school_code, row.class_name) == (
        page.pupil.personal_id,
        year.level.value,
        year.grade,
        year.school_code,
        year.class_name,
    )


def _key(page: RegisteredPage) -> Key:
    return page.lookup_code, page.school_year, page.version
