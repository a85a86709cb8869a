"""Keys in tokens and HSMs, through their own PKCS#11 module (OASIS PKCS#11 2.40).

The key never leaves the token. The certificate on it says whose key it is; the private key
that goes with it bears the same CKA_ID.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from pkcs11 import MGF, Attribute, Mechanism, ObjectClass
from pkcs11 import exceptions as refused

from hocba.core.errors import HocbaError, SigningError, Unavailable
from hocba.core.signature.algorithms import Algorithm

_PSS_PARAMETERS = (Mechanism.SHA256, MGF.SHA256, SHA256.digest_size)
_MECHANISMS: Mapping[Algorithm, tuple[Mechanism, object]] = {
    Algorithm.RSA_PSS: (Mechanism.SHA256_RSA_PKCS_PSS, _PSS_PARAMETERS),
    Algorithm.RSA_PKCS1: (Mechanism.SHA256_RSA_PKCS, None),
    Algorithm.ECDSA: (Mechanism.ECDSA, None),
}

_PIN = "Mã PIN của thiết bị ký không đúng; nhập sai nhiều lần thiết bị sẽ bị khoá."
_GONE = "Không thấy thiết bị ký «{label}»; hãy cắm thiết bị rồi làm lại."
_SENTENCES: tuple[tuple[type[pkcs11.PKCS11Error], type[HocbaError], str, str], ...] = (
    (refused.PinIncorrect, SigningError, "SAI_PIN", _PIN),
    (refused.PinInvalid, SigningError, "SAI_PIN", _PIN),
    (refused.PinLenRange, SigningError, "SAI_PIN", _PIN),
    (refused.PinLocked, SigningError, "KHOA_PIN", "Thiết bị ký đã bị khoá vì sai mã PIN."),
    (refused.NoSuchToken, Unavailable, "KHONG_THAY_THIET_BI", _GONE),
    (refused.TokenNotPresent, Unavailable, "KHONG_THAY_THIET_BI", _GONE),
    (refused.DeviceRemoved, Unavailable, "KHONG_THAY_THIET_BI", _GONE),
    (
        refused.MultipleTokensReturned,
        SigningError,
        "NHIEU_THIET_BI",
        "Có nhiều thiết bị ký cùng tên «{label}»; hãy chỉ cắm một.",
    ),
)


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key on an open token; ``chain`` has the authorities that the token holds besides."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    algorithm: Algorithm
    label: str
    _key: Any = field(repr=False)

    def sign_all(self, data: Sequence[bytes]) -> Iterator[bytes]:
        """The signature of each, in order. Raises SigningError and Unavailable."""
        mechanism, parameters = _MECHANISMS[self.algorithm]
        for each in data:
            # Tokens of today know ECDSA over a digest, few of them together with SHA-256.
            given = sha256(each).digest() if mechanism is Mechanism.ECDSA else each
            with _told(self.label):
                yield self._key.sign(given, mechanism=mechanism, mechanism_param=parameters)


@contextmanager
def attached_token(
    module: Path, label: str, pin: str, *, fingerprint: bytes | None = None
) -> Iterator[TokenKey]:
    """The signing key on the token called ``label``, used by this very process.

    ``module`` is the maker's PKCS#11 library. A token with several signing keys needs the
    SHA-256 ``fingerprint`` of the certificate that is meant. An RSA key signs by RSASSA-PSS
    where the token can, by PKCS#1 v1.5 else. Raises SigningError, and Unavailable when the
    token is not there.
    """
    with _told(label), _library(module).get_token(token_label=label).open(user_pin=pin) as session:
        certificates = _certificates(session)
        identity, certificate = _chosen(session, certificates, fingerprint, label)
        key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, id=identity)
        others = [each for _, each in certificates]
        algorithm = _algorithm(certificate, session.token.slot.get_mechanisms())
        yield TokenKey(certificate, tuple(_chain(certificate, others)), algorithm, label, key)


def _library(module: Path) -> Any:
    try:
        return pkcs11.lib(str(module))
    except (RuntimeError, OSError) as error:
        raise SigningError(f"Không nạp được trình điều khiển thiết bị ký «{module}».") from error


@contextmanager
def _told(label: str) -> Iterator[None]:
    """Tell in the program's own errors what the token's module said."""
    try:
        yield
    except pkcs11.PKCS11Error as error:
        for kind, raised, code, sentence in _SENTENCES:
            if isinstance(error, kind):
                raise raised(sentence.format(label=label), code=code) from error
        name = type(error).__name__
        raise SigningError(f"Thiết bị ký «{label}» báo lỗi {name}; hãy thử lại.") from error


def _certificates(session: Any) -> Sequence[tuple[bytes, x509.Certificate]]:
    found = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    return [
        (each[Attribute.ID], x509.load_der_x509_certificate(each[Attribute.VALUE]))
        for each in found
    ]


def _chosen(
    session: Any,
    certificates: Iterable[tuple[bytes, x509.Certificate]],
    fingerprint: bytes | None,
    label: str,
) -> tuple[bytes, x509.Certificate]:
    """The certificate that is meant, among those whose private key is there too."""
    keys = session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
    identities = {key[Attribute.ID] for key in keys}
    own = [pair for pair in certificates if pair[0] in identities]
    if fingerprint is not None:
        own = [pair for pair in own if pair[1].fingerprint(SHA256()) == fingerprint]
    if len(own) != 1:
        how_many = "nhiều chứng thư số ký được; hãy chọn một" if own else "chứng thư số phù hợp"
        there_is = "có" if own else "không có"
        raise SigningError(f"Thiết bị ký «{label}» {there_is} {how_many}.", code="CHON_CHUNG_THU")
    return own[0]


def _chain(
    certificate: x509.Certificate, others: Sequence[x509.Certificate]
) -> Iterator[x509.Certificate]:
    """The issuing authorities, nearest first, without a root."""
    while issuer := next((each for each in others if _issued(each, certificate)), None):
        yield issuer
        certificate = issuer


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    return issuer.subject == certificate.issuer and issuer.subject != issuer.issuer


def _algorithm(certificate: x509.Certificate, mechanisms: set[Mechanism]) -> Algorithm:
    if isinstance(certificate.public_key(), ec.EllipticCurvePublicKey):
        return Algorithm.ECDSA
    pss, _ = _MECHANISMS[Algorithm.RSA_PSS]
    return Algorithm.RSA_PSS if pss in mechanisms else Algorithm.RSA_PKCS1
