"""Whom to believe: roots, the authorities between, and the chain from a signer to a root."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.x509.verification import (
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from hocba.core.signature.certificates import SigningCertificate, load

Chain = tuple[x509.Certificate, ...]

_REMEMBERED = 20_000
"""More signers than any Department has; beyond it the memory starts anew."""


class Anchor(StrEnum):
    """Under whose law a root stands: the two of the country, or this installation's own."""

    GOVERNMENT = "government"
    PUBLIC = "public"
    OWN = "own"

    @property
    def vietnamese(self) -> str:
        return _WORDS[self]


_WORDS = {
    Anchor.GOVERNMENT: "chứng thư số chuyên dùng công vụ (Nghị định 68/2024/NĐ-CP)",
    Anchor.PUBLIC: "chứng thư số công cộng (Nghị định 23/2025/NĐ-CP)",
    Anchor.OWN: "chứng thư số do nơi này tự công nhận",
}


class NoTrust(Exception):
    """There is no root to reach, so nothing can be said."""


class Untrusted(Exception):
    """No chain leads from the certificate to a trusted root at that time."""


@dataclass(frozen=True, slots=True)
class Path:
    """A chain that reaches a root, and under whose law that root stands."""

    chain: Chain
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class _Remembered:
    path: Path
    valid_from: datetime
    valid_until: datetime

    def holds(self, moment: datetime) -> bool:
        return self.valid_from <= moment <= self.valid_until


class TrustStore:
    """Trusted roots and known issuing authorities.

    A chain is built once for each signer: it holds for every moment at which all its
    certificates are valid, so only another moment makes it be built again.
    """

    def __init__(
        self, anchors: Mapping[x509.Certificate, Anchor], known: Iterable[x509.Certificate]
    ) -> None:
        self._anchors = dict(anchors)
        self._store = Store(list(anchors)) if anchors else None
        self._known = tuple(known)
        self._chains: dict[tuple[str, ...], _Remembered] = {}

    @classmethod
    def of(
        cls,
        roots: Iterable[x509.Certificate],
        intermediates: Iterable[x509.Certificate] = (),
        *,
        government: Iterable[x509.Certificate] = (),
        public: Iterable[x509.Certificate] = (),
    ) -> TrustStore:
        """The store of these; without any root every chain is undetermined.

        ``roots`` are of this installation alone, ``government`` and ``public`` the country's.
        """
        anchors = dict.fromkeys(roots, Anchor.OWN)
        anchors |= dict.fromkeys(public, Anchor.PUBLIC)
        anchors |= dict.fromkeys(government, Anchor.GOVERNMENT)
        return cls(anchors, intermediates)

    def chain(self, leaf: SigningCertificate, sent: tuple[str, ...], at: datetime) -> Chain:
        """The chain of :meth:`path`."""
        return self.path(leaf, sent, at).chain

    def path(self, leaf: SigningCertificate, sent: tuple[str, ...], at: datetime) -> Path:
        """The way from ``leaf`` to a root, all of it valid ``at`` that time.

        ``sent`` are authorities (base64 DER) that came with the signature: hints, never
        trusted by themselves. Raises NoTrust or Untrusted.
        """
        if self._store is None:
            raise NoTrust
        key = (leaf.text, *sent)
        remembered = self._chains.get(key)
        if remembered is not None and remembered.holds(at):
            return remembered.path
        chain = self._build(self._store, leaf, sent, at)
        return self._remember(key, Path(chain, self._anchors[chain[-1]]))

    def _build(
        self, store: Store, leaf: SigningCertificate, sent: tuple[str, ...], at: datetime
    ) -> Chain:
        verifier = (
            PolicyBuilder()
            .store(store)
            .time(at)
            .extension_policies(
                ca_policy=ExtensionPolicy.webpki_defaults_ca(),
                ee_policy=ExtensionPolicy.permit_all(),
            )
            .build_client_verifier()
        )
        try:
            between = [load(text).x509 for text in sent]
            return tuple(verifier.verify(leaf.x509, [*self._known, *between]).chain)
        except (VerificationError, ValueError) as error:
            raise Untrusted from error

    def _remember(self, key: tuple[str, ...], path: Path) -> Path:
        if len(self._chains) >= _REMEMBERED:
            self._chains.clear()
        self._chains[key] = _Remembered(
            path,
            max(each.not_valid_before_utc for each in path.chain),
            min(each.not_valid_after_utc for each in path.chain),
        )
        return path
