"""What a packet of a school, or a report of a Department, brought and what it was answered.

Read from nothing but bytes under valid signatures, as at the time when it came in, so that
the same question is asked as then, whatever has expired since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hocba.core.packet.dispatch_receipt import Standing
from hocba.core.signature import (
    PageReport,
    verify_dispatch,
    verify_dispatch_receipt,
    verify_packet,
    verify_receipt,
)
from hocba.registry.audit.grounds import Grounds
from hocba.registry.evidence.queries import evidence_of
from hocba.registry.intake.models import Packet

Key = tuple[str, str, int]
"""Lookup code, school year, version: one page for ever."""


@dataclass(frozen=True, slots=True)
class Carried:
    """``pages`` are those that could be read; ``accepted`` is what the receipt says of them.

    ``told`` is the digest (hex) of the packet that the receipt answers, empty when no receipt
    with a valid signature is there.
    """

    pages: Mapping[Key, PageReport]
    accepted: tuple[Key, ...] = ()
    told: str = ""


def carried(packet: Packet, *, by_department: bool, grounds: Grounds) -> Carried:
    return _dispatch(packet, grounds) if by_department else _packet(packet, grounds)


def _packet(packet: Packet, grounds: Grounds) -> Carried:
    trust, policy, at = grounds.trust, grounds.policy, packet.received_at
    evidence = evidence_of(bytes(packet.sha256)) or None
    report = verify_packet(
        bytes(packet.content), trust=trust, policy=policy, at=at, evidence=evidence
    )
    pages = _by_key(report.pages)
    receipt = verify_receipt(bytes(packet.receipt), trust=trust, policy=policy, at=at).receipt
    if receipt is None:
        return Carried(pages)
    accepted = tuple(
        (each.lookup_code, each.school_year, each.version)
        for each in receipt.outcomes
        if each.accepted
    )
    return Carried(pages, accepted, receipt.packet_digest)


def _dispatch(packet: Packet, grounds: Grounds) -> Carried:
    trust, policy = grounds.trust, grounds.policy
    at = packet.received_at + policy.clock_skew
    pages = _by_key(verify_dispatch(bytes(packet.content), trust=trust, policy=policy, at=at).pages)
    answer = verify_dispatch_receipt(bytes(packet.receipt), trust=trust, policy=policy, at=at)
    if answer.receipt is None:
        return Carried(pages)
    accepted = tuple(
        (each.lookup_code, each.school_year, each.version)
        for each in answer.receipt.outcomes
        if each.standing is Standing.HELD
    )
    return Carried(pages, accepted, answer.receipt.digest)


def _by_key(reports: Iterable[PageReport]) -> dict[Key, PageReport]:
    return {
        (page.lookup_code, page.class_year.school_year, page.version): report
        for report in reports
        if (page := report.page) is not None
    }
