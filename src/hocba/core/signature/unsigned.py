"""The unsigned properties of a signature: its timestamp (XAdES B-T) and its evidence (B-LT).

No signature of its own covers them, so they are taken as what they are: evidence that must
prove itself. Their form too is fixed to the byte, and every part is optional.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable

from hocba.core.signature.evidence import Evidence
from hocba.core.signature.profile import C14N

OPENING = "<xades:UnsignedProperties>"
CLOSING = "</xades:UnsignedProperties>"

_TIMESTAMP = (
    f'<xades:SignatureTimeStamp><ds:CanonicalizationMethod Algorithm="{C14N}">'
    "</ds:CanonicalizationMethod><xades:EncapsulatedTimeStamp>%s</xades:EncapsulatedTimeStamp>"
    "</xades:SignatureTimeStamp>"
)
_CERTIFICATE = "<xades:EncapsulatedX509Certificate>%s</xades:EncapsulatedX509Certificate>"
_CRL = "<xades:EncapsulatedCRLValue>%s</xades:EncapsulatedCRLValue>"
_OCSP = "<xades:EncapsulatedOCSPValue>%s</xades:EncapsulatedOCSPValue>"


def write(evidence: Evidence) -> str:
    """UnsignedProperties as they stand within a signature; nothing when there is no evidence."""
    stamps = _each(_TIMESTAMP, evidence.tokens)
    certificates = _wrapped("CertificateValues", _each(_CERTIFICATE, evidence.certificates))
    crls = _wrapped("CRLValues", _each(_CRL, evidence.crls))
    ocsp = _wrapped("OCSPValues", _each(_OCSP, evidence.ocsp))
    content = stamps + certificates + _wrapped("RevocationValues", crls + ocsp)
    properties = _wrapped("UnsignedSignatureProperties", content)
    return f"{OPENING}{properties}{CLOSING}" if properties else ""


def read(text: str) -> Evidence:
    """The evidence in UnsignedProperties. Raises ValueError for any other form than write's."""
    evidence = Evidence(
        certificates=_values(_CERTIFICATE, text),
        ocsp=_values(_OCSP, text),
        crls=_values(_CRL, text),
        tokens=_values(_TIMESTAMP, text),
    )
    if write(evidence) != text:
        raise ValueError("not the form of unsigned properties")
    return evidence


def _each(template: str, values: Iterable[bytes]) -> str:
    return "".join(template % b64encode(value).decode() for value in values)


def _wrapped(name: str, content: str) -> str:
    return f"<xades:{name}>{content}</xades:{name}>" if content else ""


def _values(template: str, text: str) -> tuple[bytes, ...]:
    before, after = map(re.escape, template.split("%s"))
    return tuple(b64decode(found) for found in re.findall(f"{before}([^<]+){after}", text))
