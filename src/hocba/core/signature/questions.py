"""What has to be asked about a document: the chains on whose certificates a verdict rests."""

from __future__ import annotations

from collections.abc import Iterator

from hocba.core.signature.evidence import NOTHING, Evidence
from hocba.core.signature.report import (
    PacketReport,
    PageReport,
    ReceiptReport,
    Report,
    SignatureReport,
)
from hocba.core.signature.trust import Chain, NoTrust, TrustStore, Untrusted
from hocba.core.signature.witnesses import hints_in, readable


def signatures(report: Report) -> tuple[SignatureReport, ...]:
    """Every signature of a document, in its order."""
    match report:
        case PageReport():
            return report.signatures
        case PacketReport():
            on_pages = [each for page in report.pages for each in page.signatures]
            return (*on_pages, *filter(None, [report.packet_signature]))
        case ReceiptReport():
            return tuple(filter(None, [report.signature]))
        case _:
            return ()


def embedded(report: Report) -> Evidence:
    """All the evidence that came within the signatures of a document."""
    found = NOTHING
    for each in signatures(report):
        if each.read is not None and each.read.unsigned is not NOTHING:
            found |= each.read.unsigned
    return found


def chains(report: Report, evidence: Evidence, trust: TrustStore) -> Iterator[Chain]:
    """The chains of the signers, and of the timestamps' authorities, as far as they are trusted.

    ``evidence`` is what there is besides what the document brings.
    """
    yield from (each.chain for each in signatures(report) if each.chain)
    everything = evidence | embedded(report)
    hints = hints_in(everything)
    for token in readable(everything.tokens):
        try:
            yield trust.chain(token.authority, (*token.sent, *hints), token.time)
        except (NoTrust, Untrusted):
            continue


def seals(report: Report) -> tuple[SignatureReport, ...]:
    """The last signature of each page, and the one of another document."""
    match report:
        case PageReport():
            return report.signatures[-1:]
        case PacketReport():
            last = [each for page in report.pages for each in page.signatures[-1:]]
            return (*last, *filter(None, [report.packet_signature]))
        case _:
            return signatures(report)
