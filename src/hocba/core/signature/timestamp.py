"""Timestamps (RFC 3161): a token read, its signature checked, its authority not yet trusted."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import new as new_hash
from typing import Any

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID

from hocba.core.signature.certificates import SigningCertificate, load

_HASHES: dict[str, HashAlgorithm] = {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}
_MALFORMED = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError)


class BadToken(Exception):
    """Not a timestamp that can be used: malformed, altered, or by someone not meant to stamp."""


@dataclass(frozen=True, slots=True)
class Token:
    """A timestamp: something with the SHA-256 ``imprint`` existed at ``time``, says ``authority``.

    ``sent`` are the certificates that came with it (base64 DER), hints for the chain.
    """

    imprint: bytes
    time: datetime
    authority: SigningCertificate
    sent: tuple[str, ...]


def read_token(der: bytes) -> Token:
    """The token, once its authority's certificate is for stamping and its signature holds.

    Raises BadToken.
    """
    try:
        token = cms.ContentInfo.load(der, strict=True)
        if token["content_type"].native != "signed_data":
            raise BadToken
        return _read(token["content"])
    except _MALFORMED as error:
        raise BadToken from error


def _read(signed: Any) -> Token:
    (signer,) = signed["signer_infos"]
    content = signed["encap_content_info"]
    if content["content_type"].native != "tst_info":
        raise BadToken
    sent = tuple(b64encode(each.chosen.dump()).decode() for each in signed["certificates"])
    authority = _authority(signer["sid"], sent)
    _require_attributes(signer, bytes(content["content"]), authority)
    _require_signature(signer, authority)
    return _token(content["content"].parsed, authority, sent)


def _token(info: Any, authority: SigningCertificate, sent: tuple[str, ...]) -> Token:
    imprint = info["message_imprint"]
    if not isinstance(info, tsp.TSTInfo) or info["version"].native != "v1":
        raise BadToken
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        raise BadToken
    return Token(imprint["hashed_message"].native, info["gen_time"].native, authority, sent)


def _authority(sid: Any, sent: tuple[str, ...]) -> SigningCertificate:
    """The one certificate that the signer names, meant for stamping and nothing else."""
    found = [each for each in map(load, sent) if _is_named(sid, each.x509)]
    if len(found) != 1 or not _may_stamp(found[0].x509):
        raise BadToken
    return found[0]


def _is_named(sid: Any, certificate: x509.Certificate) -> bool:
    if sid.name == "subject_key_identifier":
        try:
            own = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
        except x509.ExtensionNotFound:
            return False
        return bool(own.value.digest == sid.chosen.native)
    named = sid.chosen
    return bool(
        named["serial_number"].native == certificate.serial_number
        and named["issuer"].dump() == certificate.issuer.public_bytes()
    )


def _may_stamp(certificate: x509.Certificate) -> bool:
    """RFC 3161, 2.3: extended key usage is timeStamping alone, and critical."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _require_attributes(signer: Any, content: bytes, authority: SigningCertificate) -> None:
    """The signed attributes bind content and certificate, each of them named once."""
    attributes: dict[str, Any] = {}
    for each in signer["signed_attrs"]:
        (value,) = each["values"]
        if attributes.setdefault(each["type"].native, value) is not value:
            raise BadToken
    digest = new_hash(_hash_name(signer["digest_algorithm"]["algorithm"].native), content).digest()
    if attributes["content_type"].native != "tst_info":
        raise BadToken
    if attributes["message_digest"].native != digest:
        raise BadToken
    _require_committed(attributes, authority)


def _require_committed(attributes: dict[str, Any], authority: SigningCertificate) -> None:
    """ESSCertID (SHA-1 by RFC 2634) or ESSCertIDv2 (RFC 5035): the certificate meant."""
    if "signing_certificate_v2" in attributes:
        committed = attributes["signing_certificate_v2"]["certs"][0]
        name = _hash_name(committed["hash_algorithm"]["algorithm"].native)
    else:
        committed, name = attributes["signing_certificate"]["certs"][0], "sha1"
    digest = new_hash(name, b64decode(authority.text), usedforsecurity=False).digest()
    if committed["cert_hash"].native != digest:
        raise BadToken


def _require_signature(signer: Any, authority: SigningCertificate) -> None:
    named = signer["signature_algorithm"]
    hashed = _HASHES[_hash_name(signer["digest_algorithm"]["algorithm"].native)]
    attributes = signer["signed_attrs"].untag().dump()
    signature, key = signer["signature"].native, authority.key
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, attributes, ec.ECDSA(hashed))
        else:
            key.verify(signature, attributes, _padding(named, hashed), hashed)
    except InvalidSignature as error:
        raise BadToken from error


def _padding(named: Any, hashed: HashAlgorithm) -> padding.PSS | padding.PKCS1v15:
    if named["algorithm"].native != "rsassa_pss":
        return padding.PKCS1v15()
    salt = named["parameters"]["salt_length"].native
    return padding.PSS(mgf=padding.MGF1(hashed), salt_length=salt)


def _hash_name(name: str) -> str:
    if name not in _HASHES:
        raise BadToken
    return name
