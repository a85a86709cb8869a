"""The registry's seal for what this installation issues, its key read once in a process."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from hocba.adapters.keys import load_pkcs12
from hocba.adapters.pades import Seal


@cache
def registry_seal() -> Seal:
    """Raises SigningError when the key cannot be opened, OSError when its password is missing."""
    password = settings.HOCBA_REGISTRY_KEY_PASSWORD_FILE.read_text(encoding="utf-8").strip()
    return Seal(load_pkcs12(settings.HOCBA_REGISTRY_KEY, password))
