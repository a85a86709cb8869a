"""The certificate on a token that only the signer's browser can reach."""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import ClassVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from hocba.core.errors import SigningError
from hocba.core.signature import Algorithm

TAX_CODE_MARK = "MST:"
"""How a unit's certificate says its tax code (mã số thuế), in whichever attribute."""


@dataclass(frozen=True, slots=True)
class Card:
    """A token behind VGCA Sign Service: it signs a given SHA-256 hash by RSA PKCS#1 v1.5."""

    certificate: x509.Certificate
    chain: ClassVar[tuple[x509.Certificate, ...]] = ()
    algorithm: ClassVar[Algorithm] = Algorithm.RSA_PKCS1

    @property
    def face(self) -> CardFace:
        return CardFace(
            name=_value(self.certificate.subject, NameOID.COMMON_NAME),
            organization=_value(self.certificate.subject, NameOID.ORGANIZATION_NAME),
            tax_code=_tax_code(self.certificate.subject),
            issuer=_value(self.certificate.issuer, NameOID.COMMON_NAME),
            valid_from=self.certificate.not_valid_before_utc,
            valid_until=self.certificate.not_valid_after_utc,
        )


@dataclass(frozen=True, slots=True)
class CardFace:
    """What a signer is shown of the certificate before it is used."""

    name: str
    organization: str
    tax_code: str
    issuer: str
    valid_from: datetime
    valid_until: datetime

    def told(self, zone: tzinfo | None) -> dict[str, str]:
        """The same in words, its days those of ``zone``."""
        return {
            "name": self.name,
            "organization": self.organization,
            "tax_code": self.tax_code,
            "issuer": self.issuer,
            "valid_from": f"{self.valid_from.astimezone(zone):%d/%m/%Y}",
            "valid_until": f"{self.valid_until.astimezone(zone):%d/%m/%Y}",
        }


def read_card(text: str) -> Card:
    """The card whose certificate is ``text``, base64 DER as the service writes it.

    Raises SigningError when it is no certificate, or none that the service can sign with.
    """
    try:
        certificate = x509.load_der_x509_certificate(decoded(text))
        key = certificate.public_key()
    except ValueError:
        raise SigningError(
            "Phần mềm ký số không cho biết chứng thư số trên thiết bị; hãy cắm lại thiết bị rồi "
            "làm lại.",
            code="CHUNG_THU_HONG",
        ) from None
    if not isinstance(key, rsa.RSAPublicKey):
        raise SigningError(
            "Thiết bị này không có khoá RSA nên không ký được qua VGCA Sign Service; hãy dùng "
            "thiết bị khác hoặc cách ký khác.",
            code="THUAT_TOAN",
        )
    return Card(certificate)


def decoded(text: str) -> bytes:
    """Base64 with or without line breaks. Raises ValueError when it is none."""
    try:
        return b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _value(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return ", ".join(str(each.value) for each in name.get_attributes_for_oid(oid))


def _tax_code(name: x509.Name) -> str:
    texts = (str(each.value) for each in name)
    marked = (text for text in texts if text.startswith(TAX_CODE_MARK))
    return next(marked, "").removeprefix(TAX_CODE_MARK)
