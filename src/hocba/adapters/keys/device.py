"""What signs: files, tokens, HSMs and remote services, all behind the same two shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from cryptography import x509

from hocba.core.signature.algorithms import Algorithm


class Credential(Protocol):
    """What is known of a key before it is used.

    ``chain`` has the issuing authorities, nearest first, without a root.
    """

    @property
    def certificate(self) -> x509.Certificate: ...

    @property
    def chain(self) -> tuple[x509.Certificate, ...]: ...

    @property
    def algorithm(self) -> Algorithm: ...


class Device(Credential, Protocol):
    """A credential whose key this process can use."""

    @property
    def at_once(self) -> int:
        """So many signatures are best asked for together, and at most."""

    def sign_all(self, data: Sequence[bytes]) -> Iterator[bytes]:
        """The signature of each, in order, in the form that XML-DSig wants (RFC 9231).

        Raises SigningError when the device refuses and Unavailable when it is away; what was
        given out before stays good.
        """
