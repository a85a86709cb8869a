"""Who may answer in an issuer's name, and when the responder's own standing counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hocba.core.signature import Evidence
from hocba.core.signature.revocation import Answers

ASKED_AT = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
"""Lately: the library writes the machine's time into producedAt."""

BEGINS, ENDS = ASKED_AT - timedelta(days=300), ASKED_AT + timedelta(days=300)
DAY = timedelta(days=1)
RESPONDER = 77


@cache
def private(_name: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(
    subject: str, *extensions: x509.ExtensionType, serial: int = 1, issuer: str = "CA"
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder(name(issuer), name(subject), private(subject).public_key())
        .serial_number(serial)
        .not_valid_before(BEGINS)
        .not_valid_after(ENDS)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(private(issuer), SHA256())


_NO = dict.fromkeys(
    ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
     "encipher_only", "decipher_only"), False
)  # fmt: skip
CA = certificate(
    "CA",
    x509.BasicConstraints(ca=True, path_length=None),
    x509.KeyUsage(digital_signature=True, key_cert_sign=True, crl_sign=True, **_NO),
)
LEAF = certificate("Cô Lan", serial=5)
ANSWERS_OCSP = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])


def responder(*extensions: x509.ExtensionType, issuer: str = "CA") -> x509.Certificate:
    return certificate("OCSP", *extensions, serial=RESPONDER, issuer=issuer)


def answer(signer: x509.Certificate, by: str = "OCSP") -> bytes:
    """That the leaf is in good standing, in the name of the authority."""
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=LEAF,
        issuer=CA,
        algorithm=SHA256(),
        cert_status=ocsp.OCSPCertStatus.GOOD,
        this_update=ASKED_AT,
        next_update=ASKED_AT + DAY,
        revocation_time=None,
        revocation_reason=None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, signer).certificates([signer])
    return builder.sign(private(by), SHA256()).public_bytes(Encoding.DER)


def crl(*revoked: int, issuer: str = "CA", at: datetime = ASKED_AT) -> bytes:
    entries = [x509.RevokedCertificateBuilder(serial, at).build() for serial in revoked]
    builder = x509.CertificateRevocationListBuilder(name(issuer), at, at + DAY, [], entries)
    return builder.sign(private(issuer), SHA256()).public_bytes(Encoding.DER)


def by_ocsp(signer: x509.Certificate, *crls: bytes) -> bool:
    """Whether the answer counts: a list says as much of the leaf, so only what is more."""
    lists = Answers(Evidence(crls=crls)).about(LEAF, CA)
    both = Answers(Evidence(ocsp=(answer(signer),), crls=crls)).about(LEAF, CA)
    return len(both) > len(lists)


def test_a_responder_whom_the_issuer_freed_of_questions_answers() -> None:
    assert by_ocsp(responder(ANSWERS_OCSP, x509.OCSPNoCheck()))


def test_the_issuer_answers_itself() -> None:
    (own,) = Answers(Evidence(ocsp=(answer(CA, by="CA"),))).about(LEAF, CA)
    assert own.revoked_at is None


def test_a_responder_of_unknown_standing_is_no_answer() -> None:
    assert not by_ocsp(responder(ANSWERS_OCSP))


def test_a_responder_that_the_issuers_list_clears_answers() -> None:
    assert by_ocsp(responder(ANSWERS_OCSP), crl(9))


def test_a_responder_that_the_issuer_has_revoked_does_not_answer() -> None:
    assert not by_ocsp(responder(ANSWERS_OCSP), crl(RESPONDER))
    assert not by_ocsp(responder(ANSWERS_OCSP), crl(9), crl(RESPONDER))


@pytest.mark.parametrize(
    "silent", [crl(9, at=ASKED_AT - 10 * DAY), crl(9, issuer="CA lạ"), b"", b"0"]
)
def test_a_list_that_ended_before_or_is_anothers_clears_nobody(silent: bytes) -> None:
    assert not by_ocsp(responder(ANSWERS_OCSP), silent)


def test_free_of_questions_is_not_yet_entitled_to_answer() -> None:
    assert not by_ocsp(responder(x509.OCSPNoCheck()))
    assert not by_ocsp(responder(ANSWERS_OCSP, x509.OCSPNoCheck(), issuer="CA lạ"))
