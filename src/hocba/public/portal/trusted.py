"""The trust store of this installation, read once in a process."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from hocba.adapters.trust import load_ledger_keys, load_trust
from hocba.core.signature import TrustStore
from hocba.core.signed_note import NoteVerifier


@cache
def trusted() -> TrustStore:
    """Raises InputError when the directory of trusted certificates cannot be read."""
    return load_trust(settings.HOCBA_TRUST)


@cache
def trusted_ledgers() -> tuple[NoteVerifier, ...]:
    """The keys of the ledgers that it trusts. Raises InputError when one cannot be read."""
    return load_ledger_keys(settings.HOCBA_TRUST)
