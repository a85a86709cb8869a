"""A page out of the register as it is to be verified decades later: XAdES B-LT."""

from __future__ import annotations

from datetime import datetime

from hocba.core.signature import POLICY, TrustStore, embed, verify_page
from hocba.core.signature.questions import relevant
from hocba.registry.evidence.queries import evidence_of


def long_term(content: bytes, packet: bytes, *, trust: TrustStore, at: datetime) -> bytes:
    """The page with the evidence that bears on it, out of what is kept about its packet.

    ``packet`` is the SHA-256 of the packet that brought it. The page without the evidence
    remains what the ledger has recorded.
    """
    report = verify_page(content, trust=trust, policy=POLICY, at=at)
    return embed(content, relevant(report, evidence_of(packet), trust))
