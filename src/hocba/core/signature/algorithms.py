"""The signature algorithms of the profile, and the keys that each may be used with."""

from __future__ import annotations

from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

PKCS1_PADDING = padding.PKCS1v15()
PSS_PADDING = padding.PSS(mgf=padding.MGF1(SHA256()), salt_length=SHA256.digest_size)
"""RFC 9231, 2.3.10: sha256-rsa-MGF1 has no parameters, so hash, mask and salt are fixed."""

_ECDSA = ec.ECDSA(SHA256())
_SHA256 = SHA256()
_P256_BYTES = 32


class Algorithm(StrEnum):
    """A signature algorithm by its identifier in SignatureMethod (RFC 9231)."""

    RSA_PKCS1 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    RSA_PSS = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"
    ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"

    def fits(self, key: PublicKeyTypes) -> bool:
        """Whether ``key`` is of the kind that this algorithm uses; P-256 is the only curve."""
        if self is Algorithm.ECDSA:
            return isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1"
        return isinstance(key, rsa.RSAPublicKey)


def holds(algorithm: Algorithm, key: PublicKey, signature: bytes, data: bytes) -> bool:
    """Whether ``signature`` is ``key``'s signature of ``data``.

    An ECDSA signature is r and s as 32 bytes each, one after the other (RFC 9231, 2.3.6).
    """
    if not algorithm.fits(key):
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, _padding(algorithm), _SHA256)
        else:
            key.verify(_der(signature), data, _ECDSA)
    except (InvalidSignature, ValueError):
        return False
    return True


def _padding(algorithm: Algorithm) -> padding.AsymmetricPadding:
    return PSS_PADDING if algorithm is Algorithm.RSA_PSS else PKCS1_PADDING


def _der(signature: bytes) -> bytes:
    """The form of an ECDSA signature that ``cryptography`` takes. Raises ValueError."""
    if len(signature) != 2 * _P256_BYTES:
        raise ValueError("an ECDSA P-256 signature has 64 bytes")
    r = int.from_bytes(signature[:_P256_BYTES])
    s = int.from_bytes(signature[_P256_BYTES:])
    return encode_dss_signature(r, s)
