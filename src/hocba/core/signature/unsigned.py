"""The unsigned properties of a signature: its timestamp (XAdES B-T), its evidence (B-LT), and the
archive timestamps that carry both on (B-LTA).

No signature of its own covers them, so they are taken as what they are: evidence that must
prove itself. Their form too is fixed to the byte, and every part is optional.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hocba.core.signature.evidence import NOTHING, Evidence
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
_V141 = "http://uri.etsi.org/01903/v1.4.1#"
ARCHIVE = f"{{{_V141}}}ArchiveTimeStamp"
_ARCHIVE_OPENING = f'<xades141:ArchiveTimeStamp xmlns:xades141="{_V141}">'
_ARCHIVE = (
    f'{_ARCHIVE_OPENING}<ds:CanonicalizationMethod Algorithm="{C14N}">'
    "</ds:CanonicalizationMethod><xades:EncapsulatedTimeStamp>%s</xades:EncapsulatedTimeStamp>"
    "</xades141:ArchiveTimeStamp>"
)
_VALIDATION = (
    f'<xades141:TimeStampValidationData xmlns:xades141="{_V141}">%s'
    "</xades141:TimeStampValidationData>"
)


@dataclass(frozen=True, slots=True)
class Renewal:
    """An archive timestamp (DER) of all that stands before it; what speaks for its authority."""

    token: bytes
    evidence: Evidence = NOTHING


@dataclass(frozen=True, slots=True)
class Unsigned:
    """What was added to a signature, and the renewals of it in their order."""

    evidence: Evidence = NOTHING
    renewals: tuple[Renewal, ...] = ()


def write(evidence: Evidence, renewals: Sequence[Renewal] = ()) -> str:
    """UnsignedProperties as they stand within a signature; nothing when there is no evidence."""
    stamps = _each(_TIMESTAMP, evidence.tokens)
    content = stamps + _validation(evidence) + "".join(map(_renewal, renewals))
    properties = _wrapped("UnsignedSignatureProperties", content)
    return f"{OPENING}{properties}{CLOSING}" if properties else ""


def read(text: str) -> Unsigned:
    """What is in UnsignedProperties. Raises ValueError for any other form than write's."""
    before, *archived = text.split(_ARCHIVE_OPENING)
    renewals = tuple(_read_renewal(_ARCHIVE_OPENING + each) for each in archived)
    found = Unsigned(_read_evidence(before), renewals)
    if write(found.evidence, renewals) != text:
        raise ValueError("not the form of unsigned properties")
    return found


def _validation(evidence: Evidence) -> str:
    certificates = _wrapped("CertificateValues", _each(_CERTIFICATE, evidence.certificates))
    crls = _wrapped("CRLValues", _each(_CRL, evidence.crls))
    ocsp = _wrapped("OCSPValues", _each(_OCSP, evidence.ocsp))
    return certificates + _wrapped("RevocationValues", crls + ocsp)


def _renewal(renewal: Renewal) -> str:
    validation = _validation(renewal.evidence)
    return _each(_ARCHIVE, [renewal.token]) + (_VALIDATION % validation if validation else "")


def _read_evidence(text: str) -> Evidence:
    return Evidence(
        certificates=_values(_CERTIFICATE, text),
        ocsp=_values(_OCSP, text),
        crls=_values(_CRL, text),
        tokens=_values(_TIMESTAMP, text),
    )


def _read_renewal(text: str) -> Renewal:
    (token,) = _values(_ARCHIVE, text)
    return Renewal(token, _read_evidence(text) or NOTHING)


def _each(template: str, values: Iterable[bytes]) -> str:
    return "".join(template % b64encode(value).decode() for value in values)


def _wrapped(name: str, content: str) -> str:
    return f"<xades:{name}>{content}</xades:{name}>" if content else ""


def _values(template: str, text: str) -> tuple[bytes, ...]:
    before, after = map(re.escape, template.split("%s"))
    return tuple(b64decode(found) for found in re.findall(f"{before}([^<]+){after}", text))
