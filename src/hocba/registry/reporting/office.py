"""Who reports, to whom, and what of the answer is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hocba.adapters.keys import SigningKey
from hocba.core.signature import Policy, TrustStore


@dataclass(frozen=True, slots=True)
class Office:
    """The Department that reports, and the key that it signs its dispatches with."""

    code: str
    key: SigningKey


@dataclass(frozen=True, slots=True)
class Ministry:
    """Whose receipts are believed: signed with one of these certificates (SHA-256 of the DER)."""

    trust: TrustStore
    policy: Policy
    certificates: frozenset[bytes]


class Courier(Protocol):
    """Carries a dispatch to the Ministry and brings its answer back."""

    def carry(self, dispatch: bytes) -> bytes:
        """The Ministry's receipt. Raises Unavailable for no answer, InputError for a refusal."""
