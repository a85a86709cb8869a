"""What is accepted, and from when until when: frozen data, never edited, only added to.

A signature is judged by the policy's row for its algorithm at its signing time. Thông tư
15/2025/TT-BKHCN asks for RSASSA-PSS or ECDSA; the tokens that schools hold today still make
RSASSA-PKCS1-v1_5, which is therefore accepted for signatures made before a day that is
written here and that a later policy may bring forward.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
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
    """Which algorithms count at which signing time, and how long an RSA key must be in bits."""

    name: str
    algorithms: Mapping[Algorithm, Period]
    minimum_rsa_bits: int

    def accepts(self, algorithm: Algorithm, signing_time: datetime) -> bool:
        period = self.algorithms.get(algorithm)
        return period is not None and period.holds(signing_time)


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
"""The policy in force."""
