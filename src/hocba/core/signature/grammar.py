"""Reading a signature: the templates of the profile, turned into one regular expression.

Canonical XML of a fixed structure is a regular language, so a full match says that nothing
is more, less or other than the form. What is read are the very bytes that digests and values
cover; comments and the like, which C14N leaves out, cannot be read at all.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hocba.core.signature import profile, unsigned
from hocba.core.signature.evidence import Evidence
from hocba.core.signature.profile import Reference, SignedForm
from hocba.core.signature.unsigned import Renewal, Unsigned


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it was read; ``certificates`` are base64 DER, the signer's first.

    ``signed_info`` and ``signed_properties`` are the C14N bytes that value and digest cover;
    ``unsigned`` and its ``renewals`` are covered by nothing of its own.
    """

    form: SignedForm
    properties_digest: str
    value: bytes
    certificates: tuple[str, ...]
    signed_info: bytes
    signed_properties: bytes
    unsigned: Evidence
    renewals: tuple[Renewal, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """All that came with it, what speaks for archive timestamps too."""
        found = self.unsigned
        for renewal in self.renewals:
            found |= renewal.evidence
        return found

    @property
    def value_alone(self) -> bytes:
        """The C14N bytes of SignatureValue, which a timestamp covers."""
        return profile.value_alone(b64encode(self.value).decode())


def read(signature: bytes) -> Signature | None:
    """The signature in its C14N bytes; None for anything more, less or other than the form."""
    try:
        found = _SIGNATURE.fullmatch(signature.decode("ascii"))
        return None if found is None else _signature(found.groupdict())
    except ValueError:
        return None


def _signature(text: Mapping[str, str]) -> Signature:
    added = unsigned.read(text["unsigned"]) if text["unsigned"] else Unsigned()
    return Signature(
        form=_form(text),
        properties_digest=text["properties_digest"],
        value=_value_of(text["value"]),
        certificates=tuple(_EACH_CERTIFICATE.findall(text["certificates"])),
        signed_info=profile.info_alone(text["signed_info"]),
        signed_properties=profile.properties_alone(text["signed_properties"]),
        unsigned=added.evidence,
        renewals=added.renewals,
    )


def _value_of(text: str) -> bytes:
    """The bytes of base64, which has one spelling for them. Raises ValueError for another."""
    value = b64decode(text, validate=True)
    if b64encode(value).decode() != text:
        raise ValueError("another spelling of the same bytes")
    return value


def _form(text: Mapping[str, str]) -> SignedForm:
    """Raises ValueError unless references and formats are numbered as the profile writes them."""
    covered = _EACH_REFERENCE.findall(text["references"])
    numbers = [(text["id"], str(number)) for number in range(1, len(covered) + 1)]
    if [(found[0], found[1]) for found in covered] != numbers:
        raise ValueError("references out of order")
    if _EACH_FORMAT.findall(text["formats"]) != numbers:
        raise ValueError("formats out of order")
    return SignedForm(
        signature_id=text["id"],
        algorithm=text["algorithm"],
        references=tuple([Reference(found[2], found[3]) for found in covered]),
        signing_time=datetime.fromisoformat(text["signing_time"]),
        certificate_digest=text["certificate_digest"],
        role=text["role"],
        in_place_of="".join(_EACH_PERSON.findall(text["substitution"])),
    )


def _grammar(template: str, known: set[str] | None = None) -> str:
    """The regular expression of a template.

    With ``known`` each value becomes a named group, and must be the same wherever it comes
    again; without, nothing is captured.
    """
    literals_and_fields = _FIELD.split(template)
    literals = [re.escape(literal) for literal in literals_and_fields[0::2]]
    values = [_value(field, known) for field in literals_and_fields[1::2]]
    return "".join(literal + value for literal, value in zip(literals, [*values, ""], strict=True))


def _value(field: str, known: set[str] | None) -> str:
    if known is None:
        return f"(?:{_VALUES[field]})"
    if field in known:
        return f"(?P={field})"
    known.add(field)
    return f"(?P<{field}>{_VALUES[field]})"


_FIELD = re.compile(r"%\((\w+)\)s")
_ID = "[A-Za-z][A-Za-z0-9_-]{0,99}"
_BASE64 = "[^<]+"  # held strictly where it is decoded
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
    "person": "[A-Za-z0-9-]{1,20}",
}
_VALUES["substitution"] = f"(?:{_grammar(profile.SUBSTITUTION)})?"
_VALUES["references"] = f"(?:{_grammar(profile.REFERENCE)})+"
_VALUES["formats"] = f"(?:{_grammar(profile.FORMAT)})+"
_VALUES["certificates"] = f"(?:{_grammar(profile.CERTIFICATE)}){{1,4}}"


def _signature_grammar() -> str:
    known: set[str] = set()
    return (
        _grammar(profile.OPENING, known)
        + f"(?P<signed_info>{_grammar(profile.SIGNED_INFO, known)})"
        + _grammar(profile.VALUE_AND_KEY, known)
        + f"(?P<signed_properties>{_grammar(profile.SIGNED_PROPERTIES, known)})"
        + f"(?P<unsigned>(?:{unsigned.OPENING}.+{unsigned.CLOSING})?)"
        + _grammar(profile.CLOSING, known)
    )


_SIGNATURE = re.compile(_signature_grammar())
_EACH_REFERENCE = re.compile(_grammar(profile.REFERENCE, known=set()))
_EACH_FORMAT = re.compile(_grammar(profile.FORMAT, known=set()))
_EACH_PERSON = re.compile(_grammar(profile.SUBSTITUTION, known=set()))
_EACH_CERTIFICATE = re.compile(">([^<]+)<")
