"""An endpoint of the signing pages: JSON in, JSON out, for somebody of the staff who is signed in.

What it raises is told as ``{code, message}``, and what somebody may not see like what is not there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_protect

from hocba.adapters import clock
from hocba.core.errors import HocbaError, InputError, SigningError, Unavailable
from hocba.parties.accounts.queries import staff
from hocba.parties.accounts.who_may import signed_in
from hocba.school.signing.card import decoded
from hocba.school.signing.completing import CLOSED, EXPIRED
from hocba.school.signing.rights import NO_CLASS, NO_SESSION

PART = 30
"""So many digests are handed out in one answer, and at most so many values taken in one call."""

Body = Mapping[str, Any]
_STATUS = {
    NO_CLASS: HTTPStatus.NOT_FOUND,
    NO_SESSION: HTTPStatus.NOT_FOUND,
    CLOSED: HTTPStatus.GONE,
    EXPIRED: HTTPStatus.GONE,
}


def endpoint(method: str) -> Callable[[Callable[..., Body]], Callable[..., HttpResponse]]:
    """Make a view of what takes the request, the person's staff code, the time and the address."""

    def decorate(view: Callable[..., Body]) -> Callable[..., HttpResponse]:
        @csrf_protect
        @wraps(view)
        def answer(request: HttpRequest, **address: UUID) -> HttpResponse:
            if request.method != method:
                return _refusal(HTTPStatus.METHOD_NOT_ALLOWED, "SAI_CACH", "Sai cách gọi.")
            account = signed_in(request)
            if account is None:
                return _refusal(HTTPStatus.UNAUTHORIZED, "CHUA_DANG_NHAP", _SIGN_IN)
            person = staff(account)
            code = person.code if person else ""
            try:
                return JsonResponse(view(request, person=code, at=clock.now(), **address))
            except HocbaError as error:
                return _refusal(_status(error), error.code, error.message)

        return answer

    return decorate


_SIGN_IN = "Phiên đăng nhập đã hết; hãy đăng nhập lại rồi ký tiếp. Những học bạ đã ký vẫn còn."


def require_same_card(prepared: str, certificate: str) -> None:
    """Raise SigningError unless the card is the one whose certificate was ``prepared``; base64."""
    try:
        same = decoded(certificate) == decoded(prepared)
    except ValueError:
        same = False
    if not same:
        raise SigningError(
            "Thiết bị đã trả lời bằng chứng thư khác với chứng thư đã chọn lúc đầu; hãy cắm lại "
            "đúng thiết bị rồi ký tiếp.",
            code="KHAC_CHUNG_THU",
        )


def body_of(request: HttpRequest) -> Body:
    """The JSON object that was sent. Raises InputError, as the readers of its parts do."""
    try:
        body = json.loads(request.body)
    except ValueError:
        raise unread() from None
    if request.content_type != "application/json" or not isinstance(body, dict):
        raise unread()
    return body


def text_of(body: Body, name: str) -> str:
    text = body.get(name)
    if not isinstance(text, str):
        raise unread()
    return text


def id_of(body: Body) -> UUID:
    """The id that the page chose for what it opens."""
    try:
        return UUID(text_of(body, "session"))
    except ValueError:
        raise unread() from None


def values_of(body: Body) -> dict[int, bytes]:
    """Signature values by item; one that is no base64 is kept, to fail its own item alone."""
    given = body.get("values")
    if not isinstance(given, dict) or not 0 < len(given) <= PART:
        raise unread()
    if not all(item.isdecimal() and isinstance(value, str) for item, value in given.items()):
        raise unread()
    return {int(item): _value(value) for item, value in given.items()}


def _value(text: str) -> bytes:
    try:
        return decoded(text)
    except ValueError:
        return b""


def unread() -> InputError:
    return InputError("Không đọc được yêu cầu; hãy tải lại trang rồi làm lại.", code="YEU_CAU_HONG")


def _status(error: HocbaError) -> HTTPStatus:
    if isinstance(error, InputError):
        return HTTPStatus.BAD_REQUEST
    if isinstance(error, Unavailable):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return _STATUS.get(error.code, HTTPStatus.CONFLICT)


def _refusal(status: HTTPStatus, code: str, message: str) -> HttpResponse:
    return JsonResponse({"code": code, "message": message}, status=status)
