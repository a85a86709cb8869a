"""What is exported for the long term, before OpenSSL and the standard's own order.

That evidence breaks no signature before other verifiers is shown by ``tests/vectors``.
"""

from __future__ import annotations

import subprocess

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from hocba.core.signature import embed
from tests.core.signature.witnessed import STAMPED_AT, check, gather, page

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

XADES = "{http://uri.etsi.org/01903/v1.3.2#}"


@pytest.fixture
def exported(authorities):
    signed = page(authorities)
    return embed(signed, gather(authorities, signed, at=STAMPED_AT, stamped="dau-thoi-gian"))


def test_the_evidence_stands_where_the_standard_puts_it(exported):
    """EN 319 132-1, clause 5: the order of the properties in the schema of XAdES 1.3.2."""
    (properties,) = etree.fromstring(exported).iter(f"{XADES}UnsignedSignatureProperties")
    names = [etree.QName(each).localname for each in properties]
    assert names == ["SignatureTimeStamp", "CertificateValues", "RevocationValues"]


@pytest.mark.tools("openssl")
def test_openssl_accepts_the_timestamp(authorities, exported, tmp_path):
    seal = check(authorities, exported).signatures[-1]
    (token,) = seal.read.unsigned.tokens
    (tmp_path / "token.der").write_bytes(token)
    pem = authorities.certificate("goc").public_bytes(Encoding.PEM)
    (tmp_path / "root.pem").write_bytes(pem)
    said = subprocess.run(
        ["openssl", "ts", "-verify", "-token_in", "-in", "token.der", "-CAfile", "root.pem",
         "-digest", seal.imprint.hex(), "-attime", str(int(STAMPED_AT.timestamp()))],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Verification: OK" in said.stdout, said.stderr


def test_the_imprint_is_of_the_canonical_signature_value(authorities, exported):
    """Made here by lxml, and by the profile's template in our code."""
    seal = check(authorities, exported).signatures[-1]
    ds = "{http://www.w3.org/2000/09/xmldsig#}"
    *_, value = etree.fromstring(exported).iter(f"{ds}SignatureValue")
    assert seal.read.value_alone == etree.tostring(value, method="c14n", exclusive=True)
