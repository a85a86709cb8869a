"""A small certificate factory that can also make the certificates nobody should issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from hocba.adapters.keys import PrivateKey, SigningKey
from hocba.core.signature import Algorithm

BEGINS = datetime(2023, 1, 1, tzinfo=UTC)
ENDS = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Wish:
    """What a certificate shall be; the defaults make a good signer's."""

    name: str
    organization: str = "Trường Tiểu học Kim Đồng"
    kind: str = "P-256"
    algorithm: Algorithm | None = None
    begins: datetime = BEGINS
    ends: datetime = ENDS
    authority: bool = False
    usage: str = "sign"


@dataclass(frozen=True)
class KeyOfAnotherCurve:
    """What SigningKey refuses to be: it signs by ECDSA, but not on P-256."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    private_key: PrivateKey
    algorithm: Algorithm = Algorithm.ECDSA

    def sign(self, data: bytes) -> bytes:
        assert isinstance(self.private_key, ec.EllipticCurvePrivateKey)
        r, s = decode_dss_signature(self.private_key.sign(data, ec.ECDSA(SHA256())))
        return r.to_bytes(48) + s.to_bytes(48)


@cache
def private_key(kind: str, name: str) -> PrivateKey:
    """One key for each name: making RSA keys is slow."""
    if kind == "P-256":
        return ec.generate_private_key(ec.SECP256R1())
    if kind == "P-384":
        return ec.generate_private_key(ec.SECP384R1())
    return rsa.generate_private_key(65537, int(kind.removeprefix("RSA-")))


@cache
def root(name: str = "Gốc thử nghiệm") -> SigningKey:
    return _certify(Wish(name, authority=True, usage="authority"), issuer=None, chain=())


@cache
def issuing(
    name: str = "CA cấp phát thử nghiệm", root_name: str = "Gốc thử nghiệm", ends: datetime = ENDS
) -> SigningKey:
    wish = Wish(name, authority=True, usage="authority", ends=ends)
    return _certify(wish, issuer=root(root_name), chain=())


@cache
def signer(wish: Wish, issuer: SigningKey | None = None) -> SigningKey:
    """A signer's key and certificate, issued by an authority under the root."""
    authority = issuer or issuing()
    return _certify(wish, issuer=authority, chain=(authority.certificate, *authority.chain))


def self_signed(wish: Wish) -> SigningKey:
    return _certify(wish, issuer=None, chain=())


def der(key: SigningKey) -> bytes:
    """A key's certificate in DER."""
    return key.certificate.public_bytes(Encoding.DER)


def pem(key: SigningKey) -> bytes:
    """A key's certificate in PEM."""
    return key.certificate.public_bytes(Encoding.PEM)


def der_signature(key: SigningKey, data: bytes) -> bytes:
    """An ECDSA signature in the encoding that X.509 uses and XML-DSig does not."""
    assert isinstance(key.private_key, ec.EllipticCurvePrivateKey)
    return key.private_key.sign(data, ec.ECDSA(SHA256()))


def _certify(
    wish: Wish, issuer: SigningKey | None, chain: tuple[x509.Certificate, ...]
) -> SigningKey:
    key = private_key(wish.kind, wish.name)
    signing_key = key if issuer is None else issuer.private_key
    subject = _name(wish)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(wish.begins)
        .not_valid_after(wish.ends)
        .add_extension(x509.BasicConstraints(wish.authority, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()),
            critical=False,
        )
    )
    if wish.usage:
        builder = builder.add_extension(_usage(wish.usage), critical=True)
    certificate = builder.sign(signing_key, SHA256())
    if wish.kind == "P-384":
        return cast("SigningKey", KeyOfAnotherCurve(certificate, chain, key))
    default = Algorithm.RSA_PKCS1 if isinstance(key, rsa.RSAPrivateKey) else Algorithm.ECDSA
    return SigningKey(certificate, chain, wish.algorithm or default, key)


def _name(wish: Wish) -> x509.Name:
    texts = [(NameOID.COMMON_NAME, wish.name), (NameOID.ORGANIZATION_NAME, wish.organization)]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in texts if text])


def _usage(usage: str) -> x509.KeyUsage:
    sign, authority = usage == "sign", usage == "authority"
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=sign,
        key_encipherment=usage == "encrypt",
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
