"""What has to be asked about a document: the chains on whose certificates a verdict rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.core.signature.evidence import NOTHING, Evidence
from hocba.core.signature.reasons import NO_ANSWER, NO_ANSWER_ON_STAMP
from hocba.core.signature.report import (
    BodyReport,
    DispatchReport,
    PacketReport,
    PageReport,
    Report,
    SignatureReport,
)
from hocba.core.signature.revocation import Answers
from hocba.core.signature.trust import Chain, NoTrust, TrustStore, Untrusted
from hocba.core.signature.witnesses import hints_in, readable

Link = tuple[x509.Certificate, x509.Certificate]
"""A certificate and its issuer's."""


def signatures(report: Report) -> tuple[SignatureReport, ...]:
    """Every signature of a document, in its order."""
    match report:
        case PageReport():
            return report.signatures
        case PacketReport():
            on_pages = [each for page in report.pages for each in page.signatures]
            return (*on_pages, *filter(None, [report.packet_signature]))
        case DispatchReport():
            on_pages = [each for page in report.pages for each in page.signatures]
            return (*on_pages, *filter(None, [report.signature]))
        case BodyReport():
            return tuple(filter(None, [report.signature]))
        case _:
            return ()


def embedded(report: Report) -> Evidence:
    """All the evidence that came within the signatures of a document."""
    found = NOTHING
    for each in signatures(report):
        if each.read is not None and each.read.unsigned is not NOTHING:
            found |= each.read.evidence
    return found


def chains(report: Report, evidence: Evidence, trust: TrustStore) -> Iterator[Chain]:
    """The chains of the signers, and of the timestamps' authorities, as far as they are trusted.

    ``evidence`` is what there is besides what the document brings.
    """
    yield from (each.chain for each in signatures(report) if each.chain)
    for _, chain in _stamping(evidence | embedded(report), trust):
        yield chain


def unanswered(report: Report, evidence: Evidence, trust: TrustStore) -> Iterator[Chain]:
    """The chains on which a verdict is open because no answer that counts was to be had."""
    open_imprints = set()
    for each in signatures(report):
        if each.verdict.code == NO_ANSWER:
            yield each.chain
        if each.verdict.code == NO_ANSWER_ON_STAMP:
            open_imprints.add(each.imprint)
    if open_imprints:
        stamping = _stamping(evidence | embedded(report), trust)
        yield from (chain for imprint, chain in stamping if imprint in open_imprints)


def _stamping(evidence: Evidence, trust: TrustStore) -> Iterator[tuple[bytes, Chain]]:
    """What was stamped, and the chain of who stamped it, as far as it is trusted."""
    hints = hints_in(evidence)
    for token in readable(evidence.tokens):
        try:
            chain = trust.chain(token.authority, (*token.sent, *hints), token.time)
        except (NoTrust, Untrusted):
            continue
        yield token.imprint, chain


def seals(report: Report) -> tuple[SignatureReport, ...]:
    """The last signature of each page, and the one of another document."""
    match report:
        case PageReport():
            return report.signatures[-1:]
        case PacketReport():
            last = [each for page in report.pages for each in page.signatures[-1:]]
            return (*last, *filter(None, [report.packet_signature]))
        case DispatchReport():
            last = [each for page in report.pages for each in page.signatures[-1:]]
            return (*last, *filter(None, [report.signature]))
        case _:
            return signatures(report)


def relevant(report: Report, evidence: Evidence, trust: TrustStore) -> Evidence:
    """What of ``evidence`` bears on this document: its timestamps, its chains, their status."""
    imprints = {each.imprint for each in signatures(report)}
    tokens = tuple(der for der in evidence.tokens if _imprint(der) in imprints)
    with_tokens = Evidence(certificates=evidence.certificates, tokens=tokens)
    links = [link for chain in chains(report, with_tokens, trust) for link in pairwise(chain)]
    issuers = {issuer.public_bytes(Encoding.DER) for _, issuer in links}
    return Evidence(
        certificates=tuple(der for der in evidence.certificates if der in issuers),
        ocsp=tuple(der for der in evidence.ocsp if _speaks(Evidence(ocsp=(der,)), links)),
        crls=tuple(der for der in evidence.crls if _speaks(Evidence(crls=(der,)), links)),
        tokens=tokens,
    )


def _imprint(der: bytes) -> bytes | None:
    return next((token.imprint for token in readable([der])), None)


def _speaks(evidence: Evidence, links: Sequence[Link]) -> bool:
    answers = Answers(evidence)
    return any(answers.about(*link) for link in links)
