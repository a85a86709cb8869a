"""JSON over HTTPS to a signing service, with bounded answers and a limit of time."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from hocba.core.errors import HocbaError, InputError, SigningError, Unavailable

MAX_ANSWER = 4 * 1024 * 1024
"""Bytes: thousands of signatures with room to spare."""

SECONDS = 30.0
"""How long an answer may take that waits for nobody."""

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_ACCEPTED, _NO_CONTENT, _UNAUTHORIZED = 202, 204, 401

_WRONG = "Mã PIN hoặc mã xác nhận (OTP) không đúng."
_ERRORS = {
    "invalid_pin": ("SAI_PIN", _WRONG),
    "invalid_otp": ("SAI_PIN", _WRONG),
    "invalid_authentication_data": ("SAI_PIN", _WRONG),
    "access_denied": ("TU_CHOI", "Người ký đã từ chối, hoặc không được phép dùng khoá này."),
}


class Version(StrEnum):
    """The version of the API, as it stands in the service's addresses."""

    V1 = "v1"
    V2 = "v2"


@dataclass(frozen=True, slots=True)
class Service:
    """A signing service: its address up to ``/csc``, the version it speaks, an access token."""

    address: str
    version: Version
    token: str = field(default="", repr=False)

    def call(
        self, method: str, body: Mapping[str, object], *, seconds: float = SECONDS
    ) -> dict[str, Any]:
        """The answer of a method such as ``credentials/info``; empty when it has none.

        Raises SigningError when the service refuses, Unavailable when it is away, too slow,
        or speaks nonsense.
        """
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self._post(method, body, headers, seconds)

    def logged_in(self, user: str, password: str) -> Service:
        """The service with an access token of this user (HTTP basic, ``auth/login``).

        Raises as :meth:`call` does.
        """
        basic = b64encode(f"{user}:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
        answer = self._post("auth/login", {"rememberMe": False}, headers, SECONDS)
        return replace(self, token=text(answer, "access_token"))

    def _post(
        self, method: str, body: Mapping[str, object], headers: dict[str, str], seconds: float
    ) -> dict[str, Any]:
        parts = urlsplit(self.address)
        path = f"{parts.path.rstrip('/')}/csc/{self.version}/{method}"
        connection = _connection(self.address, seconds)
        try:
            connection.request(
                "POST",
                path,
                json.dumps(body).encode(),
                {"Content-Type": "application/json", "Accept": "application/json", **headers},
            )
            answer = connection.getresponse()
            return _read(answer.status, answer.read(MAX_ANSWER + 1))
        except TimeoutError as error:
            raise Unavailable(
                "Dịch vụ ký số từ xa không trả lời kịp; hãy thử lại.", code="HET_GIO"
            ) from error
        except (OSError, HTTPException) as error:
            raise Unavailable("Không kết nối được dịch vụ ký số từ xa; hãy thử lại sau.") from error
        finally:
            connection.close()


def text(answer: Mapping[str, Any], name: str) -> str:
    """A text that the answer must have. Raises Unavailable when it has not."""
    value = answer.get(name)
    if not isinstance(value, str):
        raise nonsense()
    return value


def nonsense() -> HocbaError:
    """The service answered something that the specification does not foresee."""
    return Unavailable("Dịch vụ ký số từ xa trả lời sai quy cách.", code="TRA_LOI_SAI")


def _connection(address: str, seconds: float) -> HTTPConnection:
    """PINs and access tokens go over TLS, or do not leave this machine."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https" and host:
        return HTTPSConnection(host, parts.port, timeout=seconds)
    if parts.scheme == "http" and host in _LOOPBACK:
        return HTTPConnection(host, parts.port, timeout=seconds)
    raise InputError("Địa chỉ dịch vụ ký số từ xa phải bắt đầu bằng https://.")


def _read(status: int, data: bytes) -> dict[str, Any]:
    if status == _NO_CONTENT:
        return {}
    if status == _UNAUTHORIZED:
        raise SigningError(
            "Dịch vụ ký số từ xa không nhận phiên đăng nhập; hãy đăng nhập lại.", code="DANG_NHAP"
        )
    answer = _json(data)
    if status in (200, _ACCEPTED):
        return answer
    code, sentence = _ERRORS.get(str(answer.get("error")), ("DICH_VU_TU_CHOI", ""))
    raise SigningError(sentence or f"Dịch vụ ký số từ xa từ chối (HTTP {status}).", code=code)


def _json(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_ANSWER:
        raise nonsense()
    try:
        answer = json.loads(data)
    except ValueError:
        raise nonsense() from None
    if not isinstance(answer, dict):
        raise nonsense()
    return answer
