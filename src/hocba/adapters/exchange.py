"""One HTTP request to another service, one answer of limited size in limited time."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from types import MappingProxyType
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from hocba.core.errors import Unavailable

_CHUNK = 64 * 1024
_MOST_LETTERS = 500


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a service may send, in bytes, and how long it may take, in seconds."""

    size: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Message:
    """A body to be posted, its media type, and what other headers go with it."""

    body: bytes
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered, whatever it thinks of the question."""

    status: int
    body: bytes


class _StayThere(HTTPRedirectHandler):
    """A service answers where it was asked: nobody may send us to another machine."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


_OPENER = build_opener(_StayThere)


def ask(url: str, limits: Limits, message: Message | None = None) -> bytes:
    """The body of the answer to a GET, or to a POST of ``message``.

    Raises Unavailable when there is none with status 200 within the limits.
    """
    answer = converse(url, limits, message)
    if answer.status != HTTPStatus.OK:
        raise _no_answer(url)
    return answer.body


def converse(
    url: str,
    limits: Limits,
    message: Message | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Answer:
    """The whole answer, whatever its status. Raises Unavailable when there is none.

    ``headers`` go with a GET; a message brings its own.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Unavailable(f"Địa chỉ dịch vụ «{url}» không dùng được.")
    get = Request(url, headers=dict(headers))  # noqa: S310 - see above
    request = get if message is None else _post(url, message)
    deadline = time.monotonic() + limits.seconds
    try:
        with _open(request, limits.seconds) as response:
            return Answer(response.status, _read(response, limits.size, deadline))
    except (OSError, HTTPException, ValueError) as error:
        raise _no_answer(url) from error


def reason_of(answer: Answer) -> str:
    """The sentence in a problem (RFC 9457), if there is one that can be shown."""
    try:
        message = json.loads(answer.body)["detail"]
    except (ValueError, KeyError, TypeError):
        return "không nêu lý do."
    return "".join(filter(str.isprintable, str(message)))[:_MOST_LETTERS]


def _open(request: Request, seconds: float) -> Any:
    """The response; a refusal is one, too."""
    try:
        return _OPENER.open(request, timeout=seconds)
    except HTTPError as error:
        return error


def _no_answer(url: str) -> Unavailable:
    return Unavailable(f"Dịch vụ «{url}» không trả lời; hãy thử lại sau.")


def _post(url: str, message: Message) -> Request:
    headers = {"Content-Type": message.media_type, **message.headers}
    return Request(url, message.body, headers, method="POST")  # noqa: S310 - its scheme was checked


def _read(response: Any, size: int, deadline: float) -> bytes:
    """The whole body. A service that sends drop by drop is cut off at the deadline, too, and
    what the road has cut short of its announced length is no answer."""
    parts: list[bytes] = []
    left = size
    while part := response.read1(min(_CHUNK, left + 1)):
        parts.append(part)
        left -= len(part)
        if left < 0 or time.monotonic() > deadline:
            raise ValueError("too large or too slow")
    if response.length:
        raise ValueError("cut short")
    return b"".join(parts)
