"""Answers on revocation: OCSP (RFC 6960) and CRLs (RFC 5280), read and held to their authority.

An answer that cannot be read, or that nobody entitled to it has signed, is no answer: it is
passed over, as if the responder had been silent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, Hash, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from hocba.core.signature.evidence import Evidence

_UNREADABLE = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion)
_STRONG = (SHA256, SHA384, SHA512)
_HARMLESS = frozenset(
    {
        x509.ReasonFlags.affiliation_changed,
        x509.ReasonFlags.superseded,
        x509.ReasonFlags.cessation_of_operation,
    }
)
_KNOWN_CRL_EXTENSIONS = frozenset(
    {ExtensionOID.AUTHORITY_KEY_IDENTIFIER, ExtensionOID.CRL_NUMBER,
     ExtensionOID.ISSUING_DISTRIBUTION_POINT}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What was known of a certificate at ``this_update``, and current until ``next_update``.

    ``revoked_at`` is None for a certificate in good standing. ``harmless`` is a revocation
    for a reason that casts no doubt on what the key did before (RFC 3161, section 4).
    """

    this_update: datetime
    next_update: datetime | None
    revoked_at: datetime | None = None
    harmless: bool = False

    def speaks_of(self, moment: datetime) -> bool:
        """Whether the answer was current at that moment, or came later."""
        if moment <= self.this_update:
            return True
        return self.next_update is not None and moment <= self.next_update


class Answers:
    """All that the evidence says, by certificate."""

    def __init__(self, evidence: Evidence) -> None:
        self._ocsp = _by_serial(evidence.ocsp)
        self._crls = evidence.crls

    def about(self, certificate: x509.Certificate, issuer: x509.Certificate) -> tuple[Answer, ...]:
        """Every answer on ``certificate`` that its ``issuer`` stands for; none is the first."""
        return tuple(self._find(certificate, issuer))

    def _find(self, certificate: x509.Certificate, issuer: x509.Certificate) -> Iterator[Answer]:
        for response in self._ocsp.get(certificate.serial_number, ()):
            yield from _from_ocsp(response, certificate, issuer, self._crls)
        for der in self._crls:
            yield from _from_crl(der, certificate, issuer)


def _by_serial(responses: tuple[bytes, ...]) -> dict[int, list[ocsp.OCSPResponse]]:
    found: dict[int, list[ocsp.OCSPResponse]] = defaultdict(list)
    for der in responses:
        try:
            response = ocsp.load_der_ocsp_response(der)
            for serial in {single.serial_number for single in response.responses}:
                found[serial].append(response)
        except _UNREADABLE:
            continue
    return found


def _from_ocsp(
    response: ocsp.OCSPResponse,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    crls: tuple[bytes, ...],
) -> Iterator[Answer]:
    try:
        if not _is_authentic(response, issuer, crls):
            return
        for single in response.responses:
            status = single.certificate_status
            if _is_about(single, certificate, issuer) and status is not ocsp.OCSPCertStatus.UNKNOWN:
                yield Answer(
                    single.this_update_utc,
                    single.next_update_utc,
                    single.revocation_time_utc,
                    single.revocation_reason in _HARMLESS,
                )
    except (*_UNREADABLE, x509.DuplicateExtension):
        return


def _is_about(
    single: ocsp.OCSPSingleResponse, certificate: x509.Certificate, issuer: x509.Certificate
) -> bool:
    algorithm = single.hash_algorithm
    return (
        single.serial_number == certificate.serial_number
        and single.issuer_name_hash == _hashed(algorithm, issuer.subject.public_bytes())
        and single.issuer_key_hash == _hashed(algorithm, _key_bits(issuer))
    )


def _is_authentic(
    response: ocsp.OCSPResponse, issuer: x509.Certificate, crls: tuple[bytes, ...]
) -> bool:
    """Signed by the issuer itself, or by a responder that it has certified for this."""
    algorithm = response.signature_hash_algorithm
    if not isinstance(algorithm, _STRONG):
        return False
    delegates = (each for each in response.certificates if _is_delegate(each, response, issuer))
    good = (each for each in delegates if _stands(each, issuer, crls, response.produced_at_utc))
    signature, data = response.signature, response.tbs_response_bytes
    return any(_has_signed(each, signature, data, algorithm) for each in (issuer, *good))


def _is_delegate(
    responder: x509.Certificate, response: ocsp.OCSPResponse, issuer: x509.Certificate
) -> bool:
    try:
        responder.verify_directly_issued_by(issuer)
        usage = responder.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (*_UNREADABLE, InvalidSignature, x509.ExtensionNotFound, x509.DuplicateExtension):
        return False
    begins, ends = responder.not_valid_before_utc, responder.not_valid_after_utc
    return ExtendedKeyUsageOID.OCSP_SIGNING in usage and begins <= response.produced_at_utc <= ends


def _stands(
    responder: x509.Certificate, issuer: x509.Certificate, crls: tuple[bytes, ...], at: datetime
) -> bool:
    """Whether the issuer has freed the responder of questions (id-pkix-ocsp-nocheck), or a list
    of its own clears it for that time: RFC 6960, 4.2.2.2.1. A responder never clears itself."""
    if _is_free_of_questions(responder):
        return True
    lists = (answer for der in crls for answer in _from_crl(der, responder, issuer))
    current = [answer for answer in lists if answer.speaks_of(at)]
    return bool(current) and all(answer.revoked_at is None for answer in current)


def _is_free_of_questions(responder: x509.Certificate) -> bool:
    try:
        return bool(responder.extensions.get_extension_for_class(x509.OCSPNoCheck))
    except x509.ExtensionNotFound:
        return False


def _has_signed(
    signer: x509.Certificate, signature: bytes, data: bytes, algorithm: HashAlgorithm
) -> bool:
    key = signer.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _from_crl(
    der: bytes, certificate: x509.Certificate, issuer: x509.Certificate
) -> Iterator[Answer]:
    found = _authentic_list(der, issuer)
    if found is None or not _is_in_scope(found.crl, certificate):
        return
    entry = found.entries.get(certificate.serial_number)
    yield Answer(
        found.crl.last_update_utc,
        found.crl.next_update_utc,
        None if entry is None else entry.revocation_date_utc,
        entry is not None and _reason(entry) in _HARMLESS,
    )


@dataclass(frozen=True, slots=True)
class _List:
    """A list and its entries by serial number."""

    crl: x509.CertificateRevocationList
    entries: Mapping[int, x509.RevokedCertificate]


@lru_cache(maxsize=32)
def _authentic_list(der: bytes, issuer: x509.Certificate) -> _List | None:
    """The list of ``issuer`` itself; a large one is checked once, not for each packet."""
    try:
        crl = x509.load_der_x509_crl(der)
        own = crl.issuer == issuer.subject and isinstance(crl.signature_hash_algorithm, _STRONG)
        known = all(each.oid in _KNOWN_CRL_EXTENSIONS for each in crl.extensions if each.critical)
        usage = issuer.extensions.get_extension_for_class(x509.KeyUsage).value
        valid = own and known and usage.crl_sign and crl.is_signature_valid(_crl_key(issuer))
        return _List(crl, {entry.serial_number: entry for entry in crl}) if valid else None
    except (*_UNREADABLE, x509.ExtensionNotFound, x509.DuplicateExtension):
        return None


def _crl_key(issuer: x509.Certificate) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    """Raises TypeError for a key of another kind."""
    key = issuer.public_key()
    if isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return key
    raise TypeError("neither an RSA nor an elliptic-curve key")


def _is_in_scope(crl: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """Whether silence of this list means good standing (RFC 5280, 5.2.5)."""
    try:
        scope = crl.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return True
    if scope.indirect_crl or scope.only_some_reasons or scope.only_contains_attribute_certs:
        return False
    is_authority = _is_authority(certificate)
    return not (scope.only_contains_ca_certs and not is_authority) and not (
        scope.only_contains_user_certs and is_authority
    )


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags | None:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (ValueError, x509.ExtensionNotFound):
        return None


def _hashed(algorithm: HashAlgorithm, data: bytes) -> bytes:
    digest = Hash(algorithm)
    digest.update(data)
    return digest.finalize()


def _key_bits(issuer: x509.Certificate) -> bytes:
    """The subjectPublicKey BIT STRING of the issuer, which OCSP's issuerKeyHash is made of."""
    key = issuer.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _crl_key(issuer).public_bytes(Encoding.DER, PublicFormat.PKCS1)
