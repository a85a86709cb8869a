"""Keys that sign: files, tokens and remote services, all behind ``Device``."""

from hocba.adapters.keys.device import Credential, Device
from hocba.adapters.keys.ledger import load_ledger_key, save_ledger_key
from hocba.adapters.keys.pkcs12 import load_pkcs12, save_pkcs12
from hocba.adapters.keys.signing import PrivateKey, SigningKey

__all__ = [
    "Credential",
    "Device",
    "PrivateKey",
    "SigningKey",
    "load_ledger_key",
    "load_pkcs12",
    "save_ledger_key",
    "save_pkcs12",
]
