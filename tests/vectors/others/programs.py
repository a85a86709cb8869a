"""xmlsec1, python-xmlsec, signxml and the JDK: does it accept this signature?"""

from __future__ import annotations

import subprocess
from base64 import b64decode
from collections.abc import Sequence
from multiprocessing.pool import ThreadPool
from pathlib import Path

import xmlsec
from cryptography import x509
from lxml import etree
from signxml import CanonicalizationMethod, SignatureConfiguration, XMLVerifier
from signxml.exceptions import InvalidDigest, InvalidInput, InvalidSignature

from hocba.core.packet import NAMESPACE
from hocba.core.signature import profile
from tests.vectors.others.signatures import Signed

Verdicts = Sequence[bool | None]
"""For each signature whether it is accepted; None when the algorithm is not known."""

_WITH_IDS = (
    *(f"{NAMESPACE}:{name}" for name in ("ThongTinGoiTin", "HocBa", "DuLieu", "MonHoc")),
    *(f"{NAMESPACE}:{name}" for name in ("BienNhan", "NoiDung")),
    f"{profile.DS}:Signature",
    f"{profile.XADES}:SignedProperties",
)
_REFUSALS_OF_SIGNXML = (
    InvalidSignature,
    InvalidDigest,
    InvalidInput,
    etree.LxmlError,
    ValueError,
    TypeError,
)
"""Its own words, the parser's, and what falls out of it when a value is missing."""

_JAVA = Path(__file__).with_name("Verify.java")


def by_xmlsec1(signed: Sequence[Signed]) -> Verdicts:
    """Debian's xmlsec1, one process for each: chain to the root included, at signing time."""
    with ThreadPool(2) as pool:
        return pool.map(_xmlsec1_accepts, signed)


def _xmlsec1_accepts(signed: Signed) -> bool | None:
    if signed.is_pss:
        return None
    done = subprocess.run(
        [
            *("/usr/bin/xmlsec1", "--verify", "--enabled-key-data", "x509"),
            *(("--trusted-pem", signed.root) if signed.root else ()),
            *("--verification-time", f"{signed.signing_time:%Y-%m-%d %H:%M:%S}"),
            *(word for name in _WITH_IDS for word in ("--id-attr:Id", name)),
            *("--node-xpath", f"(//*[local-name()='Signature'])[{signed.index + 1}]"),
            signed.file,
        ],
        env={"TZ": "UTC"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode == 0


def by_python_xmlsec(signed: Sequence[Signed]) -> Verdicts:
    """python-xmlsec: digests and value, by the key of the certificate that came along."""
    return [None if each.is_pss else _python_xmlsec_accepts(each) for each in signed]


def _python_xmlsec_accepts(signed: Signed) -> bool:
    try:
        root = etree.parse(signed.file).getroot()
        xmlsec.tree.add_ids(root, ["Id"])
        context = xmlsec.SignatureContext()
        der = b64decode(signed.certificate)
        context.key = xmlsec.Key.from_memory(der, xmlsec.KeyFormat.CERT_DER)
        context.verify(_element(root, signed.index))
    except (xmlsec.Error, etree.LxmlError):
        return False
    return True


def _element(root: etree._Element, index: int) -> etree._Element:
    return root.xpath("//*[local-name()='Signature']")[index]


class _OneOfMany(XMLVerifier):
    """signxml looks at the first signature of a document; this one at the one it is told."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self._index = index

    def _get_signature(self, root: etree._Element) -> etree._Element | None:
        return _element(root, self._index)


def by_signxml(signed: Sequence[Signed]) -> Verdicts:
    """signxml: digests and value, by the certificate that came along, at signing time."""
    return list(map(_signxml_accepts, signed))


def _signxml_accepts(signed: Signed) -> bool:
    configuration = SignatureConfiguration(
        expect_references=False,
        verification_time=signed.signing_time,
        default_reference_c14n_method=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    try:
        certificate = x509.load_der_x509_certificate(b64decode(signed.certificate))
        verifier = _OneOfMany(signed.index)
        verifier.verify(
            signed.file.read_bytes(), x509_cert=certificate, expect_config=configuration
        )
    except _REFUSALS_OF_SIGNXML:
        return False
    return True


def by_jdk(signed: Sequence[Signed]) -> Verdicts:
    """The JDK's javax.xml.crypto, one process for all: secure validation and chain included."""
    asked = "".join(
        f"{each.file}\t{each.index}\t{each.root or ''}\t{each.signing_time.isoformat()}\n"
        for each in signed
    )
    done = subprocess.run(
        ["java", "-Xss512k", _JAVA], input=asked, capture_output=True, text=True, check=True
    )
    return [line == "accepted" for line in done.stdout.splitlines()]


PROGRAMS = {
    "xmlsec1": by_xmlsec1,
    "python-xmlsec": by_python_xmlsec,
    "signxml": by_signxml,
    "javax.xml.crypto": by_jdk,
}
