"""The one form that a signature has, to the byte.

A signature of this profile is XAdES B-B (EN 319 132-1) in its exclusive C14N: every element,
attribute and prefix is fixed, and only the values in braces below change. ``SignedForm``
writes the form and ``read`` takes no other, both from the same templates, so that a verifier
never meets a structure which a signer would not have made. See ``docs/signature-profile.md``.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from string import Formatter

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"

_TRANSFORMS = f'<ds:Transforms><ds:Transform Algorithm="{C14N}"></ds:Transform></ds:Transforms>'
_SHA256 = f'<ds:DigestMethod Algorithm="{SHA256}"></ds:DigestMethod>'

_REFERENCE = (
    '<ds:Reference Id="{id}-r{number}" URI="#{target}">'
    f"{_TRANSFORMS}{_SHA256}<ds:DigestValue>{{digest}}</ds:DigestValue></ds:Reference>"
)
_SIGNED_INFO = (
    "<ds:SignedInfo>"
    f'<ds:CanonicalizationMethod Algorithm="{C14N}"></ds:CanonicalizationMethod>'
    '<ds:SignatureMethod Algorithm="{algorithm}"></ds:SignatureMethod>{references}'
    f'<ds:Reference Type="{SIGNED_PROPERTIES}" URI="#{{id}}-sp">'
    f"{_TRANSFORMS}{_SHA256}<ds:DigestValue>{{properties_digest}}</ds:DigestValue></ds:Reference>"
    "</ds:SignedInfo>"
)
_CERTIFICATE = "<ds:X509Certificate>{certificate}</ds:X509Certificate>"
_FORMAT = (
    '<xades:DataObjectFormat ObjectReference="#{id}-r{number}">'
    "<xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat>"
)
_SIGNED_PROPERTIES = (
    '<xades:SignedProperties Id="{id}-sp"><xades:SignedSignatureProperties>'
    "<xades:SigningTime>{signing_time}</xades:SigningTime>"
    "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>"
    f"{_SHA256}<ds:DigestValue>{{certificate_digest}}</ds:DigestValue>"
    "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>"
    "<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>{role}</xades:ClaimedRole>"
    "</xades:ClaimedRoles></xades:SignerRoleV2></xades:SignedSignatureProperties>"
    "<xades:SignedDataObjectProperties>{formats}</xades:SignedDataObjectProperties>"
    "</xades:SignedProperties>"
)
_OPENING = f'<ds:Signature xmlns:ds="{DS}" Id="{{id}}">'
_VALUE_AND_KEY = (
    "<ds:SignatureValue>{value}</ds:SignatureValue>"
    "<ds:KeyInfo><ds:X509Data>{certificates}</ds:X509Data></ds:KeyInfo>"
    f'<ds:Object><xades:QualifyingProperties xmlns:xades="{XADES}" Target="#{{id}}">'
)
_CLOSING = "</xades:QualifyingProperties></ds:Object></ds:Signature>"


@dataclass(frozen=True, slots=True)
class Reference:
    """A covered part: its Id and the base64 SHA-256 of its exclusive C14N."""

    target: str
    digest: str


@dataclass(frozen=True, slots=True)
class SignedForm:
    """What a signature says before it is signed.

    ``algorithm`` is an identifier and ``role`` a claim: neither is known to be allowed.
    ``certificate_digest`` is the base64 SHA-256 of the signer's certificate, ``signing_time``
    a moment in whole seconds.
    """

    signature_id: str
    algorithm: str
    references: tuple[Reference, ...]
    signing_time: datetime
    certificate_digest: str
    role: str

    @property
    def targets(self) -> list[str]:
        """The Ids that it refers to, in order."""
        return [reference.target for reference in self.references]

    def signed_properties(self) -> str:
        """SignedProperties as they stand within the signature."""
        return _SIGNED_PROPERTIES.format(
            id=self.signature_id,
            signing_time=write_time(self.signing_time),
            certificate_digest=self.certificate_digest,
            role=self.role,
            formats=_formats(self.signature_id, len(self.references)),
        )

    def signed_info(self) -> str:
        """SignedInfo as it stands within the signature."""
        return _SIGNED_INFO.format(
            id=self.signature_id,
            algorithm=self.algorithm,
            references=_references(self.signature_id, self.references),
            properties_digest=digest(properties_alone(self.signed_properties().encode())),
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it was read; ``certificates`` are base64 DER, the signer's first.

    ``signed_info`` and ``signed_properties`` are the C14N bytes that value and digest cover.
    """

    form: SignedForm
    properties_digest: str
    value: bytes
    certificates: tuple[str, ...]
    signed_info: bytes
    signed_properties: bytes


def digest(data: bytes) -> str:
    """Base64 SHA-256, as in DigestValue."""
    return b64encode(sha256(data).digest()).decode()


def write_time(moment: datetime) -> str:
    """SigningTime: UTC to the second."""
    return moment.astimezone(UTC).strftime(_TIME)


def render(form: SignedForm, value: bytes, certificates: Sequence[str]) -> bytes:
    """The C14N bytes of a whole signature."""
    opening = (_OPENING + "{signed_info}" + _VALUE_AND_KEY).format(
        id=form.signature_id,
        signed_info=form.signed_info(),
        value=b64encode(value).decode(),
        certificates="".join(_CERTIFICATE.format(certificate=text) for text in certificates),
    )
    return (opening + form.signed_properties() + _CLOSING).encode()


def read(signature: bytes) -> Signature | None:
    """The signature in its C14N bytes; None for anything more, less or other than the form."""
    found = _SIGNATURE.fullmatch(signature)
    if found is None:
        return None
    try:
        return _signature(found)
    except ValueError:
        return None


def _signature(found: re.Match[bytes]) -> Signature:
    text = {name: value.decode() for name, value in found.groupdict().items()}
    return Signature(
        form=_form(text),
        properties_digest=text["properties_digest"],
        value=b64decode(text["value"], validate=True),
        certificates=tuple(_EACH_CERTIFICATE.findall(text["certificates"])),
        signed_info=info_alone(found["signed_info"]),
        signed_properties=properties_alone(found["signed_properties"]),
    )


def _form(text: Mapping[str, str]) -> SignedForm:
    """Raises ValueError unless references and formats are numbered as this profile writes them."""
    references = tuple(Reference(*each) for each in _EACH_REFERENCE.findall(text["references"]))
    if text["references"] != _references(text["id"], references):
        raise ValueError("references out of order")
    if text["formats"] != _formats(text["id"], len(references)):
        raise ValueError("formats out of order")
    return SignedForm(
        signature_id=text["id"],
        algorithm=text["algorithm"],
        references=references,
        signing_time=datetime.fromisoformat(text["signing_time"]),
        certificate_digest=text["certificate_digest"],
        role=text["role"],
    )


def info_alone(signed_info: bytes) -> bytes:
    """SignedInfo's own C14N: what stands within the signature, with its prefix declared."""
    return signed_info.replace(b"<ds:SignedInfo>", _INFO_ALONE, 1)


def properties_alone(signed_properties: bytes) -> bytes:
    """SignedProperties' own C14N; ``ds`` is declared on each element that uses it first."""
    return (
        signed_properties.replace(b"<xades:SignedProperties", _PROPERTIES_ALONE, 1)
        .replace(b"<ds:DigestMethod", _METHOD_ALONE, 1)
        .replace(b"<ds:DigestValue", _VALUE_ALONE, 1)
    )


_INFO_ALONE = f'<ds:SignedInfo xmlns:ds="{DS}">'.encode()
_PROPERTIES_ALONE = f'<xades:SignedProperties xmlns:xades="{XADES}"'.encode()
_METHOD_ALONE = f'<ds:DigestMethod xmlns:ds="{DS}"'.encode()
_VALUE_ALONE = f'<ds:DigestValue xmlns:ds="{DS}"'.encode()


def _references(signature_id: str, references: Sequence[Reference]) -> str:
    return "".join(
        _REFERENCE.format(id=signature_id, number=number, target=each.target, digest=each.digest)
        for number, each in enumerate(references, 1)
    )


def _formats(signature_id: str, count: int) -> str:
    return "".join(_FORMAT.format(id=signature_id, number=number) for number in range(1, count + 1))


_TIME = "%Y-%m-%dT%H:%M:%SZ"


def _grammar(template: str, known: set[str] | None = None) -> str:
    """The regular expression of a template.

    With ``known`` each value becomes a named group, the same one wherever it comes again;
    without, nothing is captured.
    """
    parts = []
    for literal, field, _, _ in Formatter().parse(template):
        parts.append(re.escape(literal))
        if field is not None:
            parts.append(_value(field, known))
    return "".join(parts)


def _value(field: str, known: set[str] | None) -> str:
    if known is None:
        return f"(?:{_VALUES[field]})"
    if field in known:
        return f"(?P={field})"
    known.add(field)
    return f"(?P<{field}>{_VALUES[field]})"


_ID = "[A-Za-z][A-Za-z0-9_-]{0,99}"
_BASE64 = "[A-Za-z0-9+/]+={0,2}"
_DIGEST = "[A-Za-z0-9+/]{43}="
_VALUES = {
    "id": _ID,
    "target": _ID,
    "number": "[1-9][0-9]{0,3}",
    "digest": _DIGEST,
    "properties_digest": _DIGEST,
    "certificate_digest": _DIGEST,
    "algorithm": '[^"<>&]{1,100}',
    "value": _BASE64,
    "certificate": _BASE64,
    "signing_time": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
    "role": "[A-Z]{1,20}",
}
_VALUES["references"] = f"(?:{_grammar(_REFERENCE)})+"
_VALUES["formats"] = f"(?:{_grammar(_FORMAT)})+"
_VALUES["certificates"] = f"(?:{_grammar(_CERTIFICATE)}){{1,4}}"


def _signature_grammar() -> str:
    known: set[str] = set()
    return (
        _grammar(_OPENING, known)
        + f"(?P<signed_info>{_grammar(_SIGNED_INFO, known)})"
        + _grammar(_VALUE_AND_KEY, known)
        + f"(?P<signed_properties>{_grammar(_SIGNED_PROPERTIES, known)})"
        + _grammar(_CLOSING, known)
    )


_SIGNATURE = re.compile(_signature_grammar().encode())
_EACH_REFERENCE = re.compile(f'URI="#({_ID})">.*?<ds:DigestValue>({_DIGEST})<')
_EACH_CERTIFICATE = re.compile(f">({_BASE64})<")
