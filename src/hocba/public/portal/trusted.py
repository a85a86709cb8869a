"""The trust store of this installation, read once in a process."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from hocba.adapters.trust import load_trust
from hocba.core.signature import TrustStore


@cache
def trusted() -> TrustStore:
    """Raises InputError when the directory of trusted certificates cannot be read."""
    return load_trust(settings.HOCBA_TRUST)
