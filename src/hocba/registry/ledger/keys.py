"""The key that signs the ledger's heads, under the ledger's name, read once in a process."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from hocba.adapters.keys.ledger import load_ledger_key
from hocba.core.signed_note import NoteSigner


@cache
def ledger_signer() -> NoteSigner:
    """Raises SigningError when the key cannot be read, NoteError when the name is no name."""
    return NoteSigner(settings.HOCBA_LEDGER_NAME, load_ledger_key(settings.HOCBA_LEDGER_KEY))
