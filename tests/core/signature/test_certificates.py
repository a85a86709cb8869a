"""Certificates that anyone may have sent: read, or refused with one kind of error."""

from __future__ import annotations

from base64 import b64decode, b64encode
from contextlib import suppress

from hocba.core.signature import certificates
from tests.core.signature import pki
from tests.core.signature.signing import HOMEROOM_TEACHER


def test_a_damaged_certificate_is_refused_in_one_way() -> None:
    der = b64decode(certificates.of(pki.signer(HOMEROOM_TEACHER).certificate).text)
    for position in range(len(der)):
        damaged = der[:position] + bytes([der[position] ^ 1]) + der[position + 1 :]
        with suppress(ValueError):
            certificates.load(b64encode(damaged).decode())
