"""A signer's certificate: read once, however many pages it has signed."""

from __future__ import annotations

import warnings
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from hocba.core.signature.algorithms import PublicKey

# X.520 ends names at 64 bytes; Vietnamese offices' certificates go on, and are good all the same.
warnings.filterwarnings("ignore", "Attribute's length must be", UserWarning)

_UNUSABLE = (
    TypeError,  # a name whose value is of a type that its kind has not
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)

_MOST_KEPT = 1024
"""Certificates remembered by a process, 8 KB each: those of some hundred classes on their way."""


@dataclass(frozen=True, slots=True)
class SigningCertificate:
    """A certificate and what a verdict asks of it.

    ``text`` is its base64 DER; ``fingerprint`` the SHA-256 of the DER and ``digest`` the same in
    base64, as in SigningCertificateV2; ``rsa_bits`` is None for a key of another kind.
    """

    text: str = field(repr=False)
    x509: x509.Certificate = field(repr=False)
    fingerprint: bytes
    digest: str = field(repr=False)
    key: PublicKey = field(repr=False)
    rsa_bits: int | None
    name: str
    organization: str
    valid_from: datetime
    valid_until: datetime
    may_sign: bool


@lru_cache(maxsize=_MOST_KEPT)
def of(certificate: x509.Certificate) -> SigningCertificate:
    """The same certificate, read. Raises ValueError when it is not usable at all."""
    return load(b64encode(certificate.public_bytes(Encoding.DER)).decode())


@lru_cache(maxsize=_MOST_KEPT)
def load(text: str) -> SigningCertificate:
    """The certificate in base64 DER. Raises ValueError when it is none, or has an unknown key."""
    der = b64decode(text, validate=True)
    if b64encode(der).decode() != text:
        raise ValueError("another spelling of the same bytes")
    try:
        certificate = x509.load_der_x509_certificate(der)
        key = certificate.public_key()
        may_sign = _may_sign(certificate)
        name = _of_subject(certificate, NameOID.COMMON_NAME)
        organization = _of_subject(certificate, NameOID.ORGANIZATION_NAME)
        certificate.issuer.public_bytes()  # names are read when they are asked for
    except _UNUSABLE as error:
        raise ValueError("not a certificate that can be used here") from error
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise ValueError("neither an RSA nor an elliptic-curve key")
    fingerprint = sha256(der).digest()
    return SigningCertificate(
        text=text,
        x509=certificate,
        fingerprint=fingerprint,
        digest=b64encode(fingerprint).decode(),
        key=key,
        rsa_bits=key.key_size if isinstance(key, rsa.RSAPublicKey) else None,
        name=name,
        organization=organization,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        may_sign=may_sign,
    )


def _may_sign(certificate: x509.Certificate) -> bool:
    """An end certificate whose key usage is digitalSignature or nonRepudiation (RFC 5280)."""
    extensions = certificate.extensions
    try:
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return (usage.digital_signature or usage.content_commitment) and not _is_authority(extensions)


def _is_authority(extensions: x509.Extensions) -> bool:
    try:
        return extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _of_subject(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    """The one value of a kind in the subject; empty when there is none, or more than one."""
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if len(found) == 1 else ""
