"""What is accepted, and from when until when: frozen data, never edited, only added to.

A signature is judged by the policy's row for its algorithm at its signing time. Thông tư
15/2025/TT-BKHCN asks for RSASSA-PSS or ECDSA; the tokens that schools hold today still make
RSASSA-PKCS1-v1_5, which is therefore accepted for signatures made before a day that is
written here and that a later policy may bring forward.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from hocba.core.signature.algorithms import Algorithm


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open span of time; None is without bound."""

    begins: datetime | None = None
    ends: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        return (self.begins is None or self.begins <= moment) and (
            self.ends is None or moment < self.ends
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """Which algorithms count at which signing time, and how long an RSA key must be in bits.

    A signature made in the ``answered`` period counts only with an answer on revocation; one
    made at another time is held against the answers that there are. ``clock_skew`` is by how
    much the clocks of signer, responder and timestamp may differ. ``kept`` demands that what
    proves a page is still alive at the time of verification: no certificate of it has ended, or
    archive timestamps took it over, each before the one before it ended.
    """

    name: str
    algorithms: Mapping[Algorithm, Period]
    minimum_rsa_bits: int
    answered: Period | None = None
    clock_skew: timedelta = timedelta(minutes=5)
    kept: bool = False

    def accepts(self, algorithm: Algorithm, signing_time: datetime) -> bool:
        period = self.algorithms.get(algorithm)
        return period is not None and period.holds(signing_time)

    def demands_answer(self, signing_time: datetime) -> bool:
        """Whether a certificate's revocation must have been asked for."""
        return self.answered is not None and self.answered.holds(signing_time)


POLICY = Policy(
    name="hocba-1",
    algorithms=MappingProxyType(
        {
            Algorithm.RSA_PKCS1: Period(ends=datetime(2028, 1, 1, tzinfo=UTC)),
            Algorithm.RSA_PSS: Period(),
            Algorithm.ECDSA: Period(),
        }
    ),
    minimum_rsa_bits=2048,
)
"""The policy of the demonstration, whose authorities answer no questions: none is demanded."""

POLICY_WITH_ANSWERS = replace(POLICY, name="hocba-1-thu-hoi", answered=Period())
"""The same, and the status of every certificate must have been had (OCSP or CRL)."""

POLICY_KEPT = replace(POLICY, name="hocba-1-luu-tru", kept=True)
"""The same, and what proves a page must still be alive: decades later, by archive timestamps."""
