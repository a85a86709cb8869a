"""Hold a packet's signatures against what their issuers say, before any page is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import pairwise

from django.conf import settings

from hocba.adapters import clock
from hocba.adapters.evidence import Gatherer
from hocba.adapters.revocation import Collector, can_be_asked
from hocba.adapters.timestamping import TimestampAuthority
from hocba.core.errors import Unavailable
from hocba.core.packet import Apart
from hocba.core.signature import (
    POLICY,
    POLICY_WITH_ANSWERS,
    Evidence,
    PacketReport,
    Policy,
    Report,
    TrustStore,
    verify_tree,
    verify_tree_asking,
)
from hocba.core.signature.questions import embedded, unanswered


@dataclass(frozen=True, slots=True)
class Conditions:
    """Whom to believe, what is demanded, and who asks the issuers; nobody, if None."""

    trust: TrustStore
    policy: Policy = POLICY
    gatherer: Gatherer | None = None


@cache
def conditions(trust: TrustStore) -> Conditions:
    """Those of this installation, the same for all packets: they remember answers."""
    if not settings.HOCBA_ASK_ISSUERS:
        return Conditions(trust)
    stamps = settings.HOCBA_TIMESTAMPS
    authority = TimestampAuthority(stamps) if stamps else None
    return Conditions(trust, POLICY_WITH_ANSWERS, Gatherer(trust, Collector(clock.now), authority))


def examine(packet: Apart, conditions: Conditions, at: datetime) -> tuple[PacketReport, Evidence]:
    """The verdicts on a packet that was taken apart, and the evidence that they rest on.

    Raises Unavailable when an issuer that could be asked kept silent, or no timestamp was to
    be had: the packet shall come again.
    """
    trust, policy = conditions.trust, conditions.policy
    if conditions.gatherer is None:
        report = verify_tree(packet, trust=trust, policy=policy, at=at)
        return report, embedded(report)
    gather = partial(conditions.gatherer.gather, known=Evidence())
    report, evidence = verify_tree_asking(packet, gather, trust=trust, policy=policy, at=at)
    if may_answer_later(report, evidence, trust):
        raise Unavailable(
            "Nơi cấp chứng thư số chưa trả lời chứng thư có bị thu hồi hay không; "
            "gói tin chưa được nhận, hãy nộp lại sau ít phút."
        )
    return report, evidence


def may_answer_later(report: Report, evidence: Evidence, trust: TrustStore) -> bool:
    """Whether an issuer keeps silent who could be asked. A certificate that names nobody to ask
    stays undetermined for ever: its page is answered for."""
    return any(
        all(can_be_asked(certificate) for certificate, _ in pairwise(chain))
        for chain in unanswered(report, evidence, trust)
    )
