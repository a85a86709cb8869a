"""The Ed25519 key that signs the ledger's heads, in a PEM file (PKCS#8)."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from hocba.adapters.private_files import write_private
from hocba.core.errors import SigningError


def load_ledger_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file. Raises SigningError when there is none that can be read."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise SigningError(f"Không đọc được khoá của sổ cái tại {path}.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningError(f"Khoá của sổ cái tại {path} không phải khoá Ed25519.")
    return key


def save_ledger_key(path: Path, key: Ed25519PrivateKey) -> None:
    """Keep a key in a new file of mode 0600; a file that is already there is left as it is."""
    write_private(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
