"""A private key with the certificate that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from hocba.core.errors import SigningError
from hocba.core.signature.algorithms import PKCS1_PADDING, PSS_PADDING, Algorithm

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_P256_BYTES = 32


@dataclass(frozen=True, slots=True)
class SigningKey:
    """What a signer holds. ``chain`` has the issuing authorities, nearest first, without a root.

    Raises SigningError when the algorithm is not for this kind of key, or the certificate is
    another key's.
    """

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    algorithm: Algorithm
    private_key: PrivateKey = field(repr=False)
    at_once: ClassVar[int] = 250

    def __post_init__(self) -> None:
        public = self.private_key.public_key()
        if not self.algorithm.fits(public) or self.certificate.public_key() != public:
            raise SigningError("Khoá ký, chứng thư số và thuật toán không đi cùng nhau.")

    def sign_all(self, data: Sequence[bytes]) -> Iterator[bytes]:
        """The signature of each, in order."""
        return map(self.sign, data)

    def sign(self, data: bytes) -> bytes:
        """The signature of ``data``, in the form that XML-DSig wants (RFC 9231)."""
        if isinstance(self.private_key, rsa.RSAPrivateKey):
            pss = self.algorithm is Algorithm.RSA_PSS
            padding = PSS_PADDING if pss else PKCS1_PADDING
            return self.private_key.sign(data, padding, SHA256())
        r, s = decode_dss_signature(self.private_key.sign(data, ec.ECDSA(SHA256())))
        return r.to_bytes(_P256_BYTES) + s.to_bytes(_P256_BYTES)
