"""What we sign, others verify; what is forged, others refuse with us.

xmlsec1, python-xmlsec and signxml check values and digests, each signature by itself. They
know nothing of roles and places, so they may accept what we refuse; never the other way.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml import CanonicalizationMethod, SignatureConfiguration, XMLVerifier
from signxml.exceptions import InvalidDigest, InvalidInput, InvalidSignature

from hocba.core.packet import NAMESPACE, write_page
from hocba.core.signature import Algorithm, profile
from hocba.core.verdict import Status
from tests.core.packet.examples import PRIMARY
from tests.core.signature import pki, signing
from tests.core.signature.forging import DS
from tests.core.signature.signing import SIGNED_AT, STEPS

ALL_RSA = tuple(replace(step, wish=replace(step.wish, kind="RSA-2048")) for step in STEPS)
ALL_P256 = tuple(replace(step, wish=replace(step.wish, kind="P-256")) for step in STEPS)

GOOD = {
    "a packet": signing.packet(),
    "a page": signing.primary_page(),
    "a page with subject teachers": signing.secondary_page(),
    "RSA alone": signing.sign_page(write_page(PRIMARY), ALL_RSA),
    "P-256 alone": signing.sign_page(write_page(PRIMARY), ALL_P256),
}
ALTERATIONS = {
    "data": ("Hồ Minh", "Hồ Mính"),
    "a digest": ("<ds:DigestValue>", "<ds:DigestValue>AAAA"),
    "signing time": ("T01:30:00Z", "T01:29:00Z"),
    "a role": (">HIEUTRUONG</xades", ">NHATRUONG</xades"),
    "a signature value": ("<ds:SignatureValue>", "<ds:SignatureValue>AAAA"),
}


def signature_ids(document: bytes) -> list[str]:
    return [each.get("Id", "") for each in etree.fromstring(document).iter(f"{DS}Signature")]


def certificate_of(document: bytes, signature_id: str) -> x509.Certificate:
    root = etree.fromstring(document)
    text = root.findtext(f".//{DS}Signature[@Id='{signature_id}']//{DS}X509Certificate", "")
    return x509.load_pem_x509_certificate(
        f"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n".encode()
    )


# ---- the three programs ---------------------------------------------------------------------


def python_xmlsec_accepts(document: bytes, signature_id: str) -> bool:
    root = etree.fromstring(document)
    xmlsec.tree.add_ids(root, ["Id"])
    (signature,) = root.xpath("//*[@Id=$id]", id=signature_id)
    der = certificate_of(document, signature_id).public_bytes(Encoding.DER)
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(der, xmlsec.KeyFormat.CERT_DER)
    try:
        context.verify(signature)
    except xmlsec.Error:
        return False
    return True


class OneOfMany(XMLVerifier):
    """signxml looks at the first signature of a document; this one looks at the one with an Id."""

    def __init__(self, signature_id: str) -> None:
        super().__init__()
        self._path = f".//{DS}Signature[@Id='{signature_id}']"

    def _get_signature(self, root: etree._Element) -> etree._Element | None:
        return root.find(self._path)


def signxml_accepts(document: bytes, signature_id: str) -> bool:
    configuration = SignatureConfiguration(
        expect_references=False,
        verification_time=SIGNED_AT,
        default_reference_c14n_method=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    try:
        OneOfMany(signature_id).verify(
            document,
            x509_cert=certificate_of(document, signature_id),
            expect_config=configuration,
        )
    except (InvalidSignature, InvalidDigest, InvalidInput):
        return False
    return True


def xmlsec1_accepts(path: Path, signature_id: str, root: Path) -> bool:
    """Debian's xmlsec1: chain to the root included, at signing time; no schema, no DTD."""
    names = [f"{NAMESPACE}:{name}" for name in ("ThongTinGoiTin", "HocBa", "DuLieu", "MonHoc")]
    names += [f"{profile.DS}:Signature", f"{profile.XADES}:SignedProperties"]
    done = subprocess.run(
        [
            "/usr/bin/xmlsec1",
            "--verify",
            *("--enabled-key-data", "x509", "--trusted-pem", root),
            *("--verification-time", f"{SIGNED_AT:%Y-%m-%d %H:%M:%S}"),
            *(word for name in names for word in ("--id-attr:Id", name)),
            *("--node-xpath", f"//*[@Id='{signature_id}']"),
            path,
        ],
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode == 0


@pytest.fixture
def root_file(tmp_path: Path) -> Path:
    path = tmp_path / "root.pem"
    path.write_bytes(pki.root().certificate.public_bytes(Encoding.PEM))
    return path


# ---- good documents ---------------------------------------------------------------------------


@pytest.mark.tools
@pytest.mark.parametrize("name", GOOD)
def test_xmlsec1_verifies_every_signature_of_a_file(
    name: str, tmp_path: Path, root_file: Path
) -> None:
    path = tmp_path / "document.xml"
    path.write_bytes(GOOD[name])
    ids = signature_ids(GOOD[name])
    assert len(ids) >= 3
    assert [each for each in ids if not xmlsec1_accepts(path, each, root_file)] == []


@pytest.mark.parametrize("name", GOOD)
def test_python_xmlsec_verifies_every_signature(name: str) -> None:
    document = GOOD[name]
    assert all(python_xmlsec_accepts(document, each) for each in signature_ids(document))


@pytest.mark.parametrize("name", GOOD)
def test_signxml_verifies_every_signature(name: str) -> None:
    document = GOOD[name]
    assert all(signxml_accepts(document, each) for each in signature_ids(document))


def test_signxml_verifies_rsassa_pss() -> None:
    """The two xmlsec do not know the algorithm."""
    page = signing.pss_page()
    assert Algorithm.RSA_PSS.encode() in page
    assert all(signxml_accepts(page, each) for each in signature_ids(page))


# ---- forged documents ---------------------------------------------------------------------------


ALTERED = {
    name: signing.primary_page().replace(old.encode(), new.encode(), 1)
    for name, (old, new) in ALTERATIONS.items()
}


@pytest.mark.tools
@pytest.mark.parametrize("name", ALTERED)
def test_nobody_accepts_an_altered_page(name: str, tmp_path: Path, root_file: Path) -> None:
    document = ALTERED[name]
    assert signing.check_page(document).status is Status.FAILED
    path = tmp_path / "document.xml"
    path.write_bytes(document)
    ids = signature_ids(document)
    assert not all(xmlsec1_accepts(path, each, root_file) for each in ids)
    assert not all(python_xmlsec_accepts(document, each) for each in ids)
    assert not all(signxml_accepts(document, each) for each in ids)


@pytest.mark.parametrize("name", ALTERED)
def test_what_we_accept_of_an_altered_page_the_others_accept(name: str) -> None:
    """Signature by signature: none that passes here is refused there."""
    document = ALTERED[name]
    for report in signing.check_page(document).signatures:
        if report.verdict.passed:
            assert python_xmlsec_accepts(document, report.signature_id)
            assert signxml_accepts(document, report.signature_id)
