"""The demonstration's keys: made at first run, kept in files for their owner alone.

Under the directory stand ``trust`` (``root.pem`` and ``issuing-ca.pem``, for ``hocba verify
--trust``) and ``keys``: a PKCS#12 file for each holder, the issuing authority's, the
ledger's PEM and the password of the PKCS#12 files. The root's key is not kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.keys import SigningKey, load_pkcs12, save_ledger_key, save_pkcs12
from hocba.adapters.pki.authority import (
    KeyKind,
    Subject,
    Validity,
    issue,
    new_issuing_authority,
    new_root,
)
from hocba.adapters.private_files import kept_secret
from hocba.core.signature.algorithms import Algorithm

AUTHORITY = "issuing-ca"
"""Under which name the ring keeps the authority that issues everybody's certificates."""

"""The name under which the issuing authority's own key is kept."""

_OWNER = "Học bạ số – chỉ để trình diễn"
ROOT = Subject("Gốc trình diễn", _OWNER)
ISSUING = Subject("Cấp phát trình diễn", _OWNER)

_BEGINS = datetime(2023, 8, 1, tzinfo=UTC)
ROOT_VALIDITY = Validity(_BEGINS, datetime(2048, 8, 1, tzinfo=UTC))
ISSUING_VALIDITY = Validity(_BEGINS, datetime(2043, 8, 1, tzinfo=UTC))
SIGNER_VALIDITY = Validity(_BEGINS, datetime(2038, 8, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who shall hold a key, kept in ``{name}.p12``."""

    name: str
    subject: Subject
    kind: KeyKind


class KeyRing:
    """The demonstration's keys by the name of their holder."""

    def __init__(self, directory: Path) -> None:
        self.trust = directory / "trust"
        self._keys = directory / "keys"

    @property
    def ledger_key(self) -> Path:
        return self._keys / "ledger.pem"

    @property
    def password_file(self) -> Path:
        return self._keys / "password"

    def file(self, name: str) -> Path:
        return self._keys / f"{name}.p12"

    def key(self, name: str) -> SigningKey:
        """The key of a holder; RSA keys sign as today's tokens do. Raises SigningError."""
        password = kept_secret(self.password_file)
        return load_pkcs12(self.file(name), password, rsa_algorithm=Algorithm.RSA_PKCS1)

    def save(self, name: str, key: SigningKey) -> None:
        save_pkcs12(self.file(name), kept_secret(self.password_file), key)


def make_keys(
    directory: Path,
    holders: Iterable[Holder],
    *,
    advance: Callable[[int], object] = lambda _count: None,
) -> KeyRing:
    """Make the keys that are missing under ``directory``; those that are there stay.

    ``advance`` is told 1 for each holder served.
    """
    ring = KeyRing(directory)
    authority = _issuing_authority(ring)
    if not ring.ledger_key.exists():
        save_ledger_key(ring.ledger_key, Ed25519PrivateKey.generate())
    for holder in holders:
        if not ring.file(holder.name).exists():
            ring.save(holder.name, issue(authority, holder.subject, holder.kind, SIGNER_VALIDITY))
        advance(1)
    return ring


def _issuing_authority(ring: KeyRing) -> SigningKey:
    """The authority that was kept first; what ``trust`` holds is always taken from it."""
    if not ring.file(AUTHORITY).exists():
        root = new_root(ROOT, ROOT_VALIDITY)
        ring.save(AUTHORITY, new_issuing_authority(root, ISSUING, ISSUING_VALIDITY))
    authority = ring.key(AUTHORITY)
    ring.trust.mkdir(parents=True, exist_ok=True)
    for name, certificate in zip(
        ("issuing-ca.pem", "root.pem"), (authority.certificate, *authority.chain), strict=True
    ):
        _publish(ring.trust / name, certificate.public_bytes(Encoding.PEM))
    return authority


def _publish(path: Path, data: bytes) -> None:
    """Replace the file in one step, so that a reader never meets half of it."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(data)
    fresh.replace(path)
