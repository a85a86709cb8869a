"""Any file that a person may hold, judged by what it is."""

from __future__ import annotations

from datetime import datetime

from hocba.adapters.pades import MAX_BYTES as MAX_PDF_BYTES
from hocba.adapters.pades import verify_pdf
from hocba.core.packet.limits import MAX_BYTES as MAX_PACKET_BYTES
from hocba.core.signature import Evidence, Policy, Report, TrustStore, verify

MAX_BYTES = max(MAX_PDF_BYTES, MAX_PACKET_BYTES)
"""A larger file is none of ours."""

OFFICE = "Sở GDĐT Hà Nội"
"""The unit that issues transcripts in the pilot, as its certificate names it."""

PDF = b"%PDF-"


def verify_file(
    data: bytes,
    *,
    trust: TrustStore,
    policy: Policy,
    at: datetime,
    issuer: str = OFFICE,
    evidence: Evidence | None = None,
) -> Report:
    """Judge a packet, page, receipt or PDF. Never raises for what is in ``data``.

    A PDF is asked to bear the seal of ``issuer``, the name of a unit; it brings its own
    evidence, and ``evidence`` is for the others.
    """
    if data.startswith(PDF):
        return verify_pdf(data, trust=trust, policy=policy, at=at, issuer=issuer)
    return verify(data, trust=trust, policy=policy, at=at, evidence=evidence)
