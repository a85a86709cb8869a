"""The endpoints that the signing page's script speaks to: JSON in, JSON out.

From the browser the program takes a certificate and signature values, and nothing else: which
pages, what is signed and what is written where is its own word. Each call may be repeated.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect

from hocba.adapters import clock
from hocba.core.errors import HocbaError, InputError, SigningError, Unavailable
from hocba.parties.accounts.queries import staff
from hocba.parties.accounts.who_may import signed_in
from hocba.school.signing.card import decoded, read_card
from hocba.school.signing.completing import CLOSED, EXPIRED, complete, require_open
from hocba.school.signing.forms import read_turn
from hocba.school.signing.models import SigningSession
from hocba.school.signing.opening import close_session, open_session, pages_for
from hocba.school.signing.queries import progress, to_sign
from hocba.school.signing.rights import NO_CLASS, NO_SESSION, session_of
from hocba.school.signing.tasks import stamp_soon

PART = 30
"""So many digests are handed out in one answer, and at most so many values taken in one call."""

Body = Mapping[str, Any]
_STATUS = {
    NO_CLASS: HTTPStatus.NOT_FOUND,
    NO_SESSION: HTTPStatus.NOT_FOUND,
    CLOSED: HTTPStatus.GONE,
    EXPIRED: HTTPStatus.GONE,
}


def _endpoint(method: str) -> Callable[[Callable[..., Body]], Callable[..., HttpResponse]]:
    """A view for somebody who is signed in; what it raises is told as ``{code, message}``."""

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


@_endpoint("POST")
def card(request: HttpRequest, *, person: str, at: datetime) -> Body:
    """Whether this certificate is the right one for what is to be signed, and how it reads."""
    body = _body(request)
    shown = read_card(_text(body, "certificate"))
    pages = pages_for(read_turn(body), shown, person=person, at=at)
    face = shown.face
    return {
        "name": face.name,
        "organization": face.organization,
        "tax_code": face.tax_code,
        "issuer": face.issuer,
        "valid_from": f"{face.valid_from.astimezone(at.tzinfo):%d/%m/%Y}",
        "valid_until": f"{face.valid_until.astimezone(at.tzinfo):%d/%m/%Y}",
        "pages": len(pages),
    }


@_endpoint("POST")
def opening(request: HttpRequest, *, person: str, at: datetime) -> Body:
    """Prepare: the session that was asked for, opened by the first call for its id."""
    body = _body(request)
    session = open_session(
        read_turn(body),
        read_card(_text(body, "certificate")),
        person=person,
        session_id=_session_id(body),
        at=at,
    )
    return {"address": reverse("signing:session", kwargs={"session_id": session.pk})}


@_endpoint("GET")
def state(request: HttpRequest, *, person: str, at: datetime, session_id: UUID) -> Body:  # noqa: ARG001
    """How far the session has come."""
    return _progress(session_of(person, session_id, at=at), at)


@_endpoint("GET")
def part(request: HttpRequest, *, person: str, at: datetime, session_id: UUID) -> Body:
    """The next digests that wait, after the item ``after``, and the card that must sign them."""
    session = session_of(person, session_id, at=at)
    require_open(session, at=at)
    after = request.GET.get("after", "0")
    if not after.isdecimal():
        raise _unread()
    items = to_sign(session, after=int(after), at_most=PART)
    return {
        "certificate": session.certificates[0],
        "items": [{"id": i.item_id, "digest": b64encode(i.digest).decode()} for i in items],
    }


@_endpoint("POST")
def values(request: HttpRequest, *, person: str, at: datetime, session_id: UUID) -> Body:
    """Complete: values by item, each page on its own; and how far the session has come then."""
    session = session_of(person, session_id, at=at)
    body = _body(request)
    _require_same_card(session, _text(body, "certificate"))
    with transaction.atomic():
        done = complete(session.pk, _values(body), at=at)
        stamp_soon(session.pk)
    return {"signed_now": done.signed, **_progress(session, at)}


@_endpoint("POST")
def closing(request: HttpRequest, *, person: str, at: datetime, session_id: UUID) -> Body:  # noqa: ARG001
    """Call off what is not signed yet."""
    session = session_of(person, session_id, at=at)
    close_session(session, at=at)
    return _progress(session, at)


def _progress(session: SigningSession, at: datetime) -> Body:
    done = progress([session.pk])
    return {
        "total": done.signed + done.failed + done.waiting,
        "signed": done.signed,
        "failed": done.failed,
        "left": done.left,
        "seconds_left": max(0, int((session.expires_at - at).total_seconds())),
        "faults": [{"id": f.item_id, "reason": f.reason} for f in done.faults],
    }


def _require_same_card(session: SigningSession, certificate: str) -> None:
    try:
        same = decoded(certificate) == decoded(session.certificates[0])
    except ValueError:
        same = False
    if not same:
        raise SigningError(
            "Thiết bị đã trả lời bằng chứng thư khác với chứng thư đã chọn lúc đầu; hãy cắm lại "
            "đúng thiết bị rồi ký tiếp.",
            code="KHAC_CHUNG_THU",
        )


def _body(request: HttpRequest) -> Body:
    try:
        body = json.loads(request.body)
    except ValueError:
        raise _unread() from None
    if request.content_type != "application/json" or not isinstance(body, dict):
        raise _unread()
    return body


def _text(body: Body, name: str) -> str:
    text = body.get(name)
    if not isinstance(text, str):
        raise _unread()
    return text


def _session_id(body: Body) -> UUID:
    try:
        return UUID(_text(body, "session"))
    except ValueError:
        raise _unread() from None


def _values(body: Body) -> dict[int, bytes]:
    """Signature values by item; one that is no base64 is kept, to fail its own item alone."""
    given = body.get("values")
    if not isinstance(given, dict) or not 0 < len(given) <= PART:
        raise _unread()
    if not all(item.isdecimal() and isinstance(value, str) for item, value in given.items()):
        raise _unread()
    return {int(item): _value(value) for item, value in given.items()}


def _value(text: str) -> bytes:
    try:
        return decoded(text)
    except ValueError:
        return b""


def _unread() -> InputError:
    return InputError("Không đọc được yêu cầu; hãy tải lại trang rồi làm lại.", code="YEU_CAU_HONG")


def _status(error: HocbaError) -> HTTPStatus:
    if isinstance(error, InputError):
        return HTTPStatus.BAD_REQUEST
    if isinstance(error, Unavailable):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return _STATUS.get(error.code, HTTPStatus.CONFLICT)


def _refusal(status: HTTPStatus, code: str, message: str) -> HttpResponse:
    return JsonResponse({"code": code, "message": message}, status=status)
