"""By whose keys and certificates an audit judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from hocba.core.signature import Policy, TrustStore
from hocba.core.signed_note import NoteVerifier
from hocba.registry.intake.office import own_conditions
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.ledger.witnessing import known_witnesses


@dataclass(frozen=True, slots=True)
class Grounds:
    trust: TrustStore
    policy: Policy
    ledger: NoteVerifier
    witnesses: Sequence[NoteVerifier] = field(default=())


@cache
def own_grounds() -> Grounds:
    """Those of this installation, read once in a process."""
    conditions = own_conditions()
    ledger = ledger_signer().verifier
    return Grounds(conditions.trust, conditions.policy, ledger, tuple(known_witnesses()))
