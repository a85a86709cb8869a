"""What this installation takes packets in with, read once in a process."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from hocba.adapters.keys import SigningKey, load_pkcs12
from hocba.adapters.trust import load_trust
from hocba.registry.intake.examining import Conditions, conditions


@cache
def receipt_key() -> SigningKey:
    """Raises SigningError when the key cannot be opened, OSError when its password is missing."""
    password = settings.HOCBA_REGISTRY_KEY_PASSWORD_FILE.read_text(encoding="utf-8").strip()
    return load_pkcs12(settings.HOCBA_REGISTRY_KEY, password)


@cache
def own_conditions() -> Conditions:
    """Raises InputError when the directory of trusted certificates cannot be read."""
    return conditions(load_trust(settings.HOCBA_TRUST))
