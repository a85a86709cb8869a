"""``POST /api/v1/dispatches``: a Department's dispatch up, the Ministry's receipt down.

The answer is the receipt itself: whoever lost it on the way sends the same bytes again and
gets it again. The token says who may knock; the authority is the signature in the dispatch.
"""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from hocba.adapters import clock
from hocba.adapters.availability import translating_outages
from hocba.adapters.node import Node
from hocba.core.errors import HocbaError, InputError, LimitExceeded, PacketError, Unavailable
from hocba.core.packet.limits import MAX_BYTES
from hocba.parties.access.models import Scope
from hocba.parties.access.queries import Bearer, bearer_of
from hocba.registry.gathering.actions import receive
from hocba.registry.gathering.office import own_believed, own_keys

_SCHEME = "Bearer "


class _NotAdmitted(HocbaError):
    """No token, or one that is not for this."""


_STATUS: tuple[tuple[type[HocbaError], HTTPStatus], ...] = (
    (_NotAdmitted, HTTPStatus.FORBIDDEN),
    (LimitExceeded, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (PacketError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (InputError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)


@csrf_exempt  # no cookie speaks for anybody here
def dispatches(request: HttpRequest) -> HttpResponse:
    """The receipt, or JSON with ``code`` and ``message``."""
    if settings.HOCBA_NODE != Node.MINISTRY:
        raise Http404
    if request.method != "POST":
        return JsonResponse(
            _said("PHUONG_THUC", "Địa chỉ này chỉ nhận POST."),
            status=HTTPStatus.METHOD_NOT_ALLOWED,
            headers={"Allow": "POST"},
        )
    try:
        return HttpResponse(_receipt(request), content_type="application/xml")
    except HocbaError as error:
        return JsonResponse(_said(error.code, error.message), status=_status(error))


def _receipt(request: HttpRequest) -> bytes:
    at = clock.now()
    with translating_outages():
        bearer = _bearer(request)
        if bearer is None:
            raise _NotAdmitted("Thiếu mã truy cập còn hiệu lực để báo cáo Bộ.", code="MA_TRUY_CAP")
        return receive(
            _body(request),
            sender=bearer.sender,
            departments=bearer.units,
            at=at,
            believed=own_believed(),
            keys=own_keys(),
        )


def _bearer(request: HttpRequest) -> Bearer | None:
    header = request.headers.get("Authorization", "")
    secret = header.removeprefix(_SCHEME)
    bearer = bearer_of(secret, at=clock.now())
    if bearer is None or not header.startswith(_SCHEME) or not bearer.may(Scope.GATHER):
        return None
    return bearer


def _body(request: HttpRequest) -> bytes:
    """Read apart from Django's own limit, which is a form's."""
    data: bytes = request.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitExceeded("Báo cáo quá lớn; hãy chia nhỏ.")
    return data


def _said(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message}


def _status(error: HocbaError) -> HTTPStatus:
    found = (status for kind, status in _STATUS if isinstance(error, kind))
    return next(found, HTTPStatus.SERVICE_UNAVAILABLE)
