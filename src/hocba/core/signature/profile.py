"""The one form that a signature has, to the byte, and how it is written.

A signature of this profile is XAdES B-B (EN 319 132-1) in its exclusive C14N: every element,
attribute and prefix is fixed, and only the values marked ``%(…)s`` change. ``grammar`` reads
it by the same templates, so that a verifier never meets a structure which a signer would not
have made. See ``docs/signature-profile.md``.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_SIGNED_PROPERTIES_TYPE = "http://uri.etsi.org/01903#SignedProperties"

_METHOD = f'<ds:DigestMethod Algorithm="{_SHA256}"></ds:DigestMethod>'
_TRANSFORMED = (
    f'<ds:Transforms><ds:Transform Algorithm="{C14N}"></ds:Transform></ds:Transforms>{_METHOD}'
)

OPENING = f'<ds:Signature xmlns:ds="{DS}" Id="%(id)s">'
REFERENCE = (
    '<ds:Reference Id="%(id)s-r%(number)s" URI="#%(target)s">'
    f"{_TRANSFORMED}<ds:DigestValue>%(digest)s</ds:DigestValue></ds:Reference>"
)
SIGNED_INFO = (
    "<ds:SignedInfo>"
    f'<ds:CanonicalizationMethod Algorithm="{C14N}"></ds:CanonicalizationMethod>'
    '<ds:SignatureMethod Algorithm="%(algorithm)s"></ds:SignatureMethod>%(references)s'
    f'<ds:Reference Type="{_SIGNED_PROPERTIES_TYPE}" URI="#%(id)s-sp">'
    f"{_TRANSFORMED}<ds:DigestValue>%(properties_digest)s</ds:DigestValue></ds:Reference>"
    "</ds:SignedInfo>"
)
CERTIFICATE = "<ds:X509Certificate>%(certificate)s</ds:X509Certificate>"
VALUE_AND_KEY = (
    "<ds:SignatureValue>%(value)s</ds:SignatureValue>"
    "<ds:KeyInfo><ds:X509Data>%(certificates)s</ds:X509Data></ds:KeyInfo>"
    f'<ds:Object><xades:QualifyingProperties xmlns:xades="{XADES}" Target="#%(id)s">'
)
FORMAT = (
    '<xades:DataObjectFormat ObjectReference="#%(id)s-r%(number)s">'
    "<xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat>"
)
SUBSTITUTION = "<xades:ClaimedRole>KYTHAY:%(person)s</xades:ClaimedRole>"
SIGNED_PROPERTIES = (
    '<xades:SignedProperties Id="%(id)s-sp"><xades:SignedSignatureProperties>'
    "<xades:SigningTime>%(signing_time)s</xades:SigningTime>"
    "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>"
    f"{_METHOD}<ds:DigestValue>%(certificate_digest)s</ds:DigestValue>"
    "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>"
    "<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>%(role)s</xades:ClaimedRole>"
    "%(substitution)s</xades:ClaimedRoles></xades:SignerRoleV2></xades:SignedSignatureProperties>"
    "<xades:SignedDataObjectProperties>%(formats)s</xades:SignedDataObjectProperties>"
    "</xades:SignedProperties>"
)
CLOSING = "</xades:QualifyingProperties></ds:Object></ds:Signature>"

_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Reference:
    """A covered part: its Id and the base64 SHA-256 of its exclusive C14N."""

    target: str
    digest: str


@dataclass(frozen=True)
class SignedForm:
    """What a signature says before it is signed.

    ``algorithm`` is an identifier and ``role`` a claim: neither is known to be allowed.
    ``certificate_digest`` is the base64 SHA-256 of the signer's certificate, ``signing_time``
    a moment in whole seconds. ``in_place_of`` is the staff code of the person for whom the
    signer claims to sign (ký thay), empty for a signature in one's own right.
    """

    signature_id: str
    algorithm: str
    references: tuple[Reference, ...]
    signing_time: datetime
    certificate_digest: str
    role: str
    in_place_of: str = ""

    @property
    def targets(self) -> list[str]:
        """The Ids that it refers to, in order."""
        return [reference.target for reference in self.references]

    def to_be_signed(self) -> bytes:
        """What the signature value is made over: SignedInfo's own C14N."""
        return info_alone(self.signed_info)

    @cached_property
    def signed_properties(self) -> str:
        """SignedProperties as they stand within the signature."""
        return SIGNED_PROPERTIES % {
            "id": self.signature_id,
            "signing_time": self.signing_time.astimezone(UTC).strftime(_TIME),
            "certificate_digest": self.certificate_digest,
            "role": self.role,
            "substitution": substitution(self.in_place_of),
            "formats": formats(self.signature_id, len(self.references)),
        }

    @cached_property
    def signed_info(self) -> str:
        """SignedInfo as it stands within the signature."""
        return SIGNED_INFO % {
            "id": self.signature_id,
            "algorithm": self.algorithm,
            "references": references(self.signature_id, self.references),
            "properties_digest": digest(properties_alone(self.signed_properties)),
        }


def render(form: SignedForm, value: bytes, certificates: Sequence[str]) -> bytes:
    """The C14N bytes of a whole signature; ``certificates`` are base64 DER, the signer's first."""
    opening = OPENING % {"id": form.signature_id}
    value_and_key = VALUE_AND_KEY % {
        "id": form.signature_id,
        "value": b64encode(value).decode(),
        "certificates": "".join(CERTIFICATE % {"certificate": text} for text in certificates),
    }
    parts = (opening, form.signed_info, value_and_key, form.signed_properties, CLOSING)
    return "".join(parts).encode()


def references(signature_id: str, covered: Sequence[Reference]) -> str:
    """The References to the covered parts, numbered from 1."""
    return "".join(
        [
            REFERENCE
            % {"id": signature_id, "number": number, "target": each.target, "digest": each.digest}
            for number, each in enumerate(covered, 1)
        ]
    )


def substitution(person: str) -> str:
    """The claim to sign in place of a person; nothing for nobody."""
    return SUBSTITUTION % {"person": person} if person else ""


def formats(signature_id: str, count: int) -> str:
    """The DataObjectFormat of each of so many References."""
    return "".join(
        [FORMAT % {"id": signature_id, "number": number} for number in range(1, count + 1)]
    )


def digest(data: bytes) -> str:
    """Base64 SHA-256, as in DigestValue."""
    return b64encode(sha256(data).digest()).decode()


def value_alone(value: str) -> bytes:
    """SignatureValue's own C14N, which a timestamp covers; ``value`` is its base64 text."""
    return f'<ds:SignatureValue xmlns:ds="{DS}">{value}</ds:SignatureValue>'.encode()


def info_alone(signed_info: str) -> bytes:
    """SignedInfo's own C14N: what stands within the signature, with its prefix declared."""
    return signed_info.replace("<ds:SignedInfo", _INFO_ALONE, 1).encode()


def properties_alone(signed_properties: str) -> bytes:
    """SignedProperties' own C14N; ``ds`` is declared on each element that uses it first."""
    return (
        signed_properties.replace("<xades:SignedProperties", _PROPERTIES_ALONE, 1)
        .replace("<ds:DigestMethod", _METHOD_ALONE, 1)
        .replace("<ds:DigestValue", _VALUE_ALONE, 1)
        .encode()
    )


_INFO_ALONE = f'<ds:SignedInfo xmlns:ds="{DS}"'
_PROPERTIES_ALONE = f'<xades:SignedProperties xmlns:xades="{XADES}"'
_METHOD_ALONE = f'<ds:DigestMethod xmlns:ds="{DS}"'
_VALUE_ALONE = f'<ds:DigestValue xmlns:ds="{DS}"'
