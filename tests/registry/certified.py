"""A school whose certificates are certomancer's, and a register that asks their issuers."""

from __future__ import annotations

from dataclasses import dataclass

from hocba.adapters.evidence import Gatherer
from hocba.adapters.keys import SigningKey
from hocba.adapters.revocation import Collector
from hocba.core.signature import POLICY_WITH_ANSWERS, TrustStore
from hocba.registry.intake.examining import Conditions
from tests.authorities import Authorities
from tests.registry.school import NOW, Member


@dataclass(frozen=True)
class Certified(Member):
    """A member whose certificate is certomancer's."""

    authorities: Authorities = None

    @property
    def key(self) -> SigningKey:
        return self.authorities.key(self.name)


def asking(
    authorities: Authorities, trust: TrustStore | None = None, stamps: str = "dau-thoi-gian"
) -> Conditions:
    """A register that remembers no answer yet; ``stamps`` names who gives it the time."""
    trust = trust or authorities.trust
    gatherer = Gatherer(trust, Collector(lambda: NOW), authorities.timestamps(stamps))
    return Conditions(trust, POLICY_WITH_ANSWERS, gatherer)
