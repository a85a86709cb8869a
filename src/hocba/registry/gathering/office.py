"""What this installation takes dispatches in with, read once in a process."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from hocba.adapters.keys import load_pkcs12
from hocba.adapters.trust import load_ledger_keys_by_name, load_trust
from hocba.core.signature import POLICY
from hocba.registry.gathering.actions import Keys
from hocba.registry.gathering.believing import Believed
from hocba.registry.ledger.keys import ledger_signer


@cache
def own_believed() -> Believed:
    """Roots, and the ledger key of each Department in ``<its code>.vkey`` among the peers.

    Whether a school's certificate was revoked is asked where its page is taken in, by the
    Department; the Ministry's policy demands no second answer. Raises InputError when a file
    cannot be read.
    """
    ledgers = load_ledger_keys_by_name(settings.HOCBA_PEERS)
    return Believed(load_trust(settings.HOCBA_TRUST), POLICY, ledgers)


@cache
def own_keys() -> Keys:
    """Raises SigningError when a key cannot be opened, OSError when its password is missing."""
    password = settings.HOCBA_REGISTRY_KEY_PASSWORD_FILE.read_text(encoding="utf-8").strip()
    return Keys(load_pkcs12(settings.HOCBA_REGISTRY_KEY, password), ledger_signer())
