"""A key at a remote signing service, as one more device."""

from __future__ import annotations

import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from asn1crypto.algos import RSASSAPSSParams
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from hocba.adapters.keys.csc.dialects import DIALECTS, Dialect, Needs, Signing
from hocba.adapters.keys.csc.wire import Service, nonsense, text
from hocba.core.errors import SigningError, Unavailable
from hocba.core.signature.algorithms import Algorithm

_RSA = "1.2.840.113549.1.1.1"
_RSA_PSS = "1.2.840.113549.1.1.10"
_RSA_SHA256 = "1.2.840.113549.1.1.11"
_EC = "1.2.840.10045.2.1"
_ECDSA_SHA256 = "1.2.840.10045.4.3.2"
_PSS_PARAMETERS = b64encode(
    RSASSAPSSParams(
        {
            "hash_algorithm": {"algorithm": "sha256"},
            "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}},
            "salt_length": SHA256.digest_size,
        }
    ).dump()
).decode()
_P256_BYTES = 32


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the signer gives: a PIN, and a way to ask for the one-time password once it is sent."""

    pin: str = field(default="", repr=False)
    ask_otp: Callable[[], str] = field(default=lambda: "", repr=False)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a signer may take to confirm on a phone, and how often to ask, in seconds."""

    limit: float = 100.0
    every: float = 2.0


@dataclass(frozen=True, slots=True)
class RemoteKey:
    """A credential of a signing service; ``at_once`` signatures are authorised together."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    algorithm: Algorithm
    credential: str
    at_once: int
    _how: Signing
    _needs: Needs
    _service: Service
    _secrets: Secrets
    _patience: Patience

    def sign_all(self, data: Sequence[bytes]) -> Iterator[bytes]:
        """The signature of each, in order; the signer confirms once for ``at_once`` of them.

        Raises SigningError when signer or service refuse or the signer does not confirm in
        time, Unavailable when the service is away.
        """
        for start in range(0, len(data), self.at_once):
            hashes = [_digest(each) for each in data[start : start + self.at_once]]
            yield from self._sign(hashes, self._authorized(hashes))

    def _sign(self, hashes: Sequence[str], sad: str) -> Iterator[bytes]:
        body = self._dialect.sign(self.credential, sad, hashes, self._how)
        answer = self._service.call("signatures/signHash", body)
        values = answer.get("signatures")
        if not isinstance(values, list) or len(values) != len(hashes):
            raise nonsense()
        for value in values:
            yield _value(value, self.algorithm)

    def _authorized(self, hashes: Sequence[str]) -> str:
        """The signature activation data (SAD) for just these hashes."""
        body = self._dialect.authorize(self.credential, hashes, self._given())
        ends = time.monotonic() + self._patience.limit
        answer = self._ask("credentials/authorize", body, ends)
        while "SAD" not in answer:
            handle = text(answer, "handle")
            time.sleep(min(self._patience.every, max(0.0, ends - time.monotonic())))
            answer = self._ask("credentials/authorizeCheck", {"handle": handle}, ends)
        return text(answer, "SAD")

    def _ask(self, method: str, body: Mapping[str, object], ends: float) -> dict[str, Any]:
        """Ask within the time that is left; a service of version 1 answers once it is confirmed."""
        left = ends - time.monotonic()
        try:
            if left > 0:
                return self._service.call(method, body, seconds=left)
        except Unavailable as error:
            if error.code != "HET_GIO":
                raise
        raise SigningError(
            "Người ký chưa xác nhận trên điện thoại trong thời gian cho phép; hãy ký lại.",
            code="HET_GIO_XAC_NHAN",
        )

    def _given(self) -> Mapping[str, str]:
        """The secrets by the name under which the service wants them."""
        needs, given = self._needs, dict.fromkeys(self._needs.elsewhere, "")
        if needs.pin:
            given[needs.pin] = self._secrets.pin
        if needs.otp:
            if needs.sends_otp:
                self._service.call(*self._dialect.send_otp(self.credential, needs.otp))
            given[needs.otp] = self._secrets.ask_otp()
        return given

    @property
    def _dialect(self) -> Dialect:
        return DIALECTS[self._service.version]


def open_remote(
    service: Service,
    *,
    credential: str = "",
    secrets: Secrets | None = None,
    patience: Patience | None = None,
) -> RemoteKey:
    """The signer's credential at the service; ``credential`` names it where there are several.

    An RSA key signs by RSASSA-PSS where the service can, by PKCS#1 v1.5 else. Raises
    SigningError when there is no such credential, or it cannot be used here; Unavailable when
    the service is away.
    """
    name = credential or _only_one(service)
    info = service.call(
        "credentials/info",
        {"credentialID": name, "certificates": "chain", "certInfo": True, "authInfo": True},
    )
    dialect = DIALECTS[service.version]
    if dialect.mode(info) == "oauth2code":
        raise SigningError(
            f"Khoá «{name}» chỉ ký được qua trang đăng nhập của dịch vụ (OAuth 2.0); phần mềm này "
            "chưa dùng được khoá như vậy.",
            code="CHUA_HO_TRO",
        )
    certificate, *chain = _certificates(info)
    algorithm, how = _algorithm(info, certificate)
    return RemoteKey(
        certificate,
        tuple(each for each in chain if each.subject != each.issuer),
        algorithm,
        name,
        _at_once(info),
        how,
        dialect.needs(info),
        service,
        secrets or Secrets(),
        patience or Patience(),
    )


def _only_one(service: Service) -> str:
    names = service.call("credentials/list", {}).get("credentialIDs")
    if not isinstance(names, list):
        raise nonsense()
    if len(names) != 1:
        found = ", ".join(map(str, names)) or "không có"
        raise SigningError(f"Hãy chỉ rõ khoá ký ở dịch vụ từ xa ({found}).", code="CHON_CHUNG_THU")
    return str(names[0])


def _certificates(info: Mapping[str, Any]) -> list[x509.Certificate]:
    key, cert = info.get("key") or {}, info.get("cert") or {}
    if key.get("status") != "enabled" or cert.get("status", "valid") != "valid":
        raise SigningError("Khoá ký ở dịch vụ từ xa đã bị khoá hoặc hết hạn.", code="KHOA_BI_KHOA")
    try:
        found = [x509.load_der_x509_certificate(b64decode(each)) for each in cert["certificates"]]
    except (KeyError, TypeError, ValueError):
        raise nonsense() from None
    if not found:
        raise nonsense()
    return found


def _algorithm(info: Mapping[str, Any], certificate: x509.Certificate) -> tuple[Algorithm, Signing]:
    """The best that the service offers for the key."""
    offered = set((info.get("key") or {}).get("algo") or [])
    if isinstance(certificate.public_key(), ec.EllipticCurvePublicKey):
        wanted = [(Algorithm.ECDSA, Signing(_ECDSA_SHA256)), (Algorithm.ECDSA, Signing(_EC))]
    else:
        wanted = [
            (Algorithm.RSA_PSS, Signing(_RSA_PSS, _PSS_PARAMETERS)),
            (Algorithm.RSA_PKCS1, Signing(_RSA_SHA256)),
            (Algorithm.RSA_PKCS1, Signing(_RSA)),
        ]
    for algorithm, how in wanted:
        if how.algorithm in offered:
            return algorithm, how
    raise SigningError("Dịch vụ ký số từ xa không có thuật toán ký phù hợp.", code="THUAT_TOAN")


def _at_once(info: Mapping[str, Any]) -> int:
    number = info.get("multisign", 1)
    return number if isinstance(number, int) and number > 0 else 1


def _digest(data: bytes) -> str:
    return b64encode(sha256(data).digest()).decode()


def _value(value: object, algorithm: Algorithm) -> bytes:
    """The value in XML-DSig's form; services give ECDSA's in DER, or as r and s."""
    try:
        raw = b64decode(str(value), validate=True)
    except ValueError:
        raise nonsense() from None
    if algorithm is not Algorithm.ECDSA:
        return raw
    try:
        r, s = decode_dss_signature(raw)
        return r.to_bytes(_P256_BYTES) + s.to_bytes(_P256_BYTES)
    except (ValueError, OverflowError):
        return raw
