"""Certificates that anyone may have sent: read, or refused with one kind of error."""

from __future__ import annotations

from base64 import b64decode, b64encode
from contextlib import suppress
from itertools import product

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from hocba.core.signature import certificates
from tests.core.signature import pki
from tests.core.signature.signing import HOMEROOM_TEACHER


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_a_damaged_certificate_is_refused_in_one_way() -> None:
    der = b64decode(certificates.of(pki.signer(HOMEROOM_TEACHER).certificate).text)
    for position, bit in product(range(len(der)), range(8)):
        damaged = der[:position] + bytes([der[position] ^ 1 << bit]) + der[position + 1 :]
        with suppress(ValueError):
            certificates.load(b64encode(damaged).decode())


def test_an_organisation_may_have_a_longer_name_than_x520_allows() -> None:
    name = "Trung tâm Giáo dục nghề nghiệp – Giáo dục thường xuyên quận Nam Từ Liêm"
    assert len(name.encode()) > 64
    attribute = x509.NameAttribute(NameOID.ORGANIZATION_NAME, name, _validate=False)
    key = pki.private_key("P-256", name)
    subject = x509.Name([attribute])
    certificate = x509.CertificateBuilder(
        subject, subject, key.public_key(), 1, pki.BEGINS, pki.ENDS
    ).sign(key, SHA256())
    assert certificates.of(certificate).organization == name
