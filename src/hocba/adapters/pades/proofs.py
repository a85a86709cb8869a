"""A seal before its proofs: document timestamps, and answers on revocation in the DSS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from hocba.adapters.pades.sealed import SealedPdf, Stamp
from hocba.core.signature import SignatureReport
from hocba.core.signature.judge import Court
from hocba.core.signature.long_term import require_order, within
from hocba.core.signature.reasons import Refused, Revocation, valid
from hocba.core.signature.timestamp import BadToken, Token, read_token
from hocba.core.signature.witnesses import Witnesses


def weigh(pdf: SealedPdf, report: SignatureReport, court: Court) -> SignatureReport:
    """The report on a good seal, its proofs weighed: steps 10 and 11. Raises Refused."""
    witnesses = Witnesses(pdf.evidence, court.trust, court.policy, court.at)
    tokens = [_token(stamp) for stamp in pdf.stamps]
    times = list(_times(tokens, witnesses))
    proven = times[0] if times else None
    if proven is not None:
        require_order(proven, report, witnesses)
        require_order(times[-1], report, witnesses)
    standing = Revocation.NOT_ASKED
    if pdf.evidence.answers or court.policy.demands_answer(pdf.sealed_at):
        life = within(proven, report)
        standing = witnesses.standing(report.chain, pdf.sealed_at, proven=life)
    verdict = valid(standing, stamped=proven is not None)
    return replace(report, verdict=verdict, proven_at=proven, revocation=standing)


def _token(stamp: Stamp) -> Token:
    try:
        token = read_token(stamp.token)
    except BadToken:
        raise Refused("DAU_THOI_GIAN_HONG") from None
    if token.imprint != stamp.digest:
        raise Refused("DAU_THOI_GIAN_HONG")
    return token


def _times(tokens: list[Token], witnesses: Witnesses) -> Iterator[datetime]:
    """The times of all timestamps, each of which must be believed.

    Answers on an authority can only have come after its stamp, so the last one has none yet.
    """
    if any(later.time < earlier.time for earlier, later in pairwise(tokens)):
        raise Refused("DAU_THOI_GIAN_HONG")
    for token in tokens:
        asked = witnesses.evidence.answers and token is not tokens[-1]
        time = witnesses.earliest([token], asked=asked)
        if time is None:
            raise Refused("DAU_THOI_GIAN_CHUA_TIN_CAY")
        yield time
