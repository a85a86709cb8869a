"""Ask about everything on which the verdict on a document rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hocba.adapters.revocation import Collector
from hocba.adapters.timestamping import TimestampAuthority
from hocba.core.signature import Evidence, Report, SignatureReport, TrustStore
from hocba.core.signature.questions import chains, embedded, seals
from hocba.core.signature.witnesses import readable
from hocba.core.verdict import Status


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Whom to ask: the issuers by ``collector``; without ``timestamps`` nothing is stamped."""

    trust: TrustStore
    collector: Collector
    timestamps: TimestampAuthority | None = None

    def gather(self, report: Report, known: Evidence) -> Evidence:
        """``known``, and all that could be learnt besides.

        Stamped are the last signatures, which cover all others, where they have no timestamp
        yet. An issuer that is silent leaves a gap; raises Unavailable when a timestamp that
        was wanted cannot be had.
        """
        found = known | embedded(report)
        found |= Evidence(tokens=tuple(self._stamps(report, found)))
        return found | self.collector.collect(chains(report, found, self.trust))

    def _stamps(self, report: Report, known: Evidence) -> Iterator[bytes]:
        if self.timestamps is None:
            return
        stamped = {token.imprint for token in readable(known.tokens)}
        for seal in seals(report):
            if _deserves(seal) and seal.imprint not in stamped:
                yield self.timestamps.stamp(seal.imprint)


def _deserves(seal: SignatureReport) -> bool:
    return seal.verdict.status is not Status.FAILED
