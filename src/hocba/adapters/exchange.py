"""One HTTP request to another service, one answer of limited size in limited time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from hocba.core.errors import Unavailable

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a service may send, in bytes, and how long it may take, in seconds."""

    size: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Message:
    """A body to be posted, and its media type."""

    body: bytes
    media_type: str


class _StayThere(HTTPRedirectHandler):
    """A service answers where it was asked: nobody may send us to another machine."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


_OPENER = build_opener(_StayThere)


def ask(url: str, limits: Limits, message: Message | None = None) -> bytes:
    """The body of the answer to a GET, or to a POST of ``message``.

    Raises Unavailable when there is none with status 200 within the limits.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Unavailable(f"Địa chỉ dịch vụ «{url}» không dùng được.")
    request = Request(url) if message is None else _post(url, message)  # noqa: S310 - see above
    deadline = time.monotonic() + limits.seconds
    try:
        with _OPENER.open(request, timeout=limits.seconds) as response:
            return _read(response, limits.size, deadline)
    except (OSError, HTTPException, ValueError) as error:
        raise Unavailable(f"Dịch vụ «{url}» không trả lời; hãy thử lại sau.") from error


def _post(url: str, message: Message) -> Request:
    headers = {"Content-Type": message.media_type}
    return Request(url, message.body, headers, method="POST")  # noqa: S310 - its scheme was checked


def _read(response: Any, size: int, deadline: float) -> bytes:
    """The whole body. A service that sends drop by drop is cut off at the deadline, too."""
    parts: list[bytes] = []
    left = size
    while part := response.read1(min(_CHUNK, left + 1)):
        parts.append(part)
        left -= len(part)
        if left < 0 or time.monotonic() > deadline:
            raise ValueError("too large or too slow")
    return b"".join(parts)
