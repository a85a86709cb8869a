"""Certificates: a root, an issuing authority under it, and those who sign (RFC 5280)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from hocba.adapters.keys import PrivateKey, SigningKey
from hocba.core.signature.algorithms import Algorithm


class KeyKind(StrEnum):
    """What a token holds: RSA-2048 as in most of today's, or P-256."""

    RSA_2048 = "RSA-2048"
    P_256 = "P-256"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a certificate speaks of.

    ``code`` is the person's staff code (serialNumber, 2.5.4.5); ``tax_code`` the unit's, on
    its seal (organizationIdentifier, 2.5.4.97, written ``MST:…``).
    """

    common_name: str
    organization: str
    code: str = ""
    tax_code: str = ""

    def name(self) -> x509.Name:
        tax = f"MST:{self.tax_code}" if self.tax_code else ""
        texts = (
            (NameOID.COUNTRY_NAME, "VN"),
            (NameOID.ORGANIZATION_NAME, self.organization),
            (NameOID.ORGANIZATION_IDENTIFIER, tax),
            (NameOID.COMMON_NAME, self.common_name),
            (NameOID.SERIAL_NUMBER, self.code),
        )
        return x509.Name([x509.NameAttribute(oid, text) for oid, text in texts if text])


@dataclass(frozen=True, slots=True)
class Validity:
    begins: datetime
    ends: datetime


def new_root(subject: Subject, validity: Validity) -> SigningKey:
    """A root: it signs itself, and has one level of authorities under it."""
    key = new_key(KeyKind.P_256)
    draft = _draft(subject, key, validity, issuer=subject.name(), issuer_key=key)
    return _signed(_as_authority(draft, path_length=1), key, issuer_key=key, chain=())


def new_issuing_authority(root: SigningKey, subject: Subject, validity: Validity) -> SigningKey:
    """An authority under ``root`` that issues to signers only; its chain names the root."""
    key = new_key(KeyKind.P_256)
    draft = _draft(subject, key, validity, root.certificate.subject, root.private_key)
    draft = _as_authority(draft, path_length=0)
    return _signed(draft, key, root.private_key, chain=(root.certificate,))


def issue(authority: SigningKey, subject: Subject, kind: KeyKind, validity: Validity) -> SigningKey:
    """A new key and its certificate for signing documents.

    An RSA key signs by PKCS#1 v1.5, as the tokens of today do.
    """
    return certify(authority, subject, new_key(kind), validity)


def certify(
    authority: SigningKey, subject: Subject, key: PrivateKey, validity: Validity
) -> SigningKey:
    """A certificate for signing documents with a key that is there already."""
    draft = _draft(subject, key, validity, authority.certificate.subject, authority.private_key)
    draft = draft.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    draft = draft.add_extension(_usage(signs_documents=True), critical=True)
    return _signed(draft, key, authority.private_key, chain=(authority.certificate,))


def new_key(kind: KeyKind) -> PrivateKey:
    """A fresh private key."""
    if kind is KeyKind.RSA_2048:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def _draft(
    subject: Subject,
    key: PrivateKey,
    validity: Validity,
    issuer: x509.Name,
    issuer_key: PrivateKey,
) -> x509.CertificateBuilder:
    """What every certificate has: names, number, validity, key and the two key identifiers."""
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject.name())
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.begins)
        .not_valid_after(validity.ends)
        .public_key(public)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )


def _as_authority(draft: x509.CertificateBuilder, path_length: int) -> x509.CertificateBuilder:
    constraints = x509.BasicConstraints(ca=True, path_length=path_length)
    draft = draft.add_extension(constraints, critical=True)
    return draft.add_extension(_usage(signs_documents=False), critical=True)


def _usage(*, signs_documents: bool) -> x509.KeyUsage:
    """digitalSignature, nonRepudiation for a signer; keyCertSign, cRLSign for an authority."""
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_documents,
        crl_sign=not signs_documents,
        encipher_only=False,
        decipher_only=False,
    )


def _signed(
    draft: x509.CertificateBuilder,
    key: PrivateKey,
    issuer_key: PrivateKey,
    chain: tuple[x509.Certificate, ...],
) -> SigningKey:
    certificate = draft.sign(issuer_key, SHA256())
    algorithm = Algorithm.RSA_PKCS1 if isinstance(key, rsa.RSAPrivateKey) else Algorithm.ECDSA
    return SigningKey(certificate, chain, algorithm, key)
