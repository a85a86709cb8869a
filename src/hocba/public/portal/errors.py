"""Error pages in plain words. They need no database and tell nothing of the inside."""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocba.core.errors import HocbaError, Unavailable
from hocba.public.portal.headers import Answer
from hocba.public.portal.waiting import about

_log = logging.getLogger(__name__)

_PAGES = {
    HTTPStatus.BAD_REQUEST: (
        _("Không đọc được yêu cầu"),
        _("Yêu cầu gửi đến không đúng dạng. Hãy quay lại trang đầu và làm lại từ đó."),
    ),
    HTTPStatus.FORBIDDEN: (
        _("Không nhận yêu cầu này"),
        _("Yêu cầu được gửi từ một trang web khác. Hãy vào thẳng cổng tra cứu và làm lại."),
    ),
    HTTPStatus.NOT_FOUND: (
        _("Không có trang này"),
        _("Địa chỉ gõ vào có thể thiếu hoặc thừa kí tự. Hãy xem lại địa chỉ, hoặc về trang đầu."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        _("Không mở được trang theo cách này"),
        _("Trang này chỉ mở được từ biểu mẫu của cổng tra cứu. Hãy về trang đầu và làm lại."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        _("Tệp quá lớn"),
        _("Tệp gửi lên lớn hơn mức cho phép. Hãy kiểm tra từng gói tin hoặc từng trang học bạ."),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        _("Quá nhiều lượt trong thời gian ngắn"),
        _("Để bảo vệ học bạ khỏi bị dò tìm, số lượt tra cứu có giới hạn. Chưa có gì bị khoá."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        _("Hệ thống gặp lỗi"),
        _("Yêu cầu của bạn chưa được thực hiện. Hãy thử lại sau ít phút."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        _("Tạm thời không phục vụ được"),
        _("Hệ thống đang bận hoặc đang bảo trì. Hãy thử lại sau ít phút."),
    ),
}

_DENIED = (
    _("Bạn không làm được việc này"),
    _(
        "Tài khoản đang đăng nhập không có quyền với việc này, hoặc quyền đó đã hết. "
        "Nếu không đúng, hãy hỏi nơi đã cấp quyền."
    ),
)

ERROR_TEMPLATE = "portal/error.html"
_SECONDS_TO_RECOVER = 60


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The request came from another site, or without the token that our forms carry."""
    return _page(request, HTTPStatus.FORBIDDEN)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Who is signed in has no right to this, or there is no such thing: the words are the same."""
    title, text = _DENIED
    context = {"title": title, "text": text}
    return render(request, ERROR_TEMPLATE, context, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    response = _page(request, HTTPStatus.METHOD_NOT_ALLOWED)
    response.headers["Allow"] = allowed
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """``wait``: seconds until the limit opens again."""
    status = HTTPStatus.TOO_MANY_REQUESTS
    response = render(request, ERROR_TEMPLATE, too_many_context(about(wait)), status=status)
    response.headers["Retry-After"] = str(wait)
    return response


def too_many_context(wait: str) -> dict[str, object]:
    advice = gettext("Hãy thử lại sau khoảng %(wait)s.") % {"wait": wait}
    return _context(HTTPStatus.TOO_MANY_REQUESTS, advice)


def unavailable(request: HttpRequest, advice: str = "") -> HttpResponse:
    response = _page(request, HTTPStatus.SERVICE_UNAVAILABLE, advice)
    response.headers["Retry-After"] = str(_SECONDS_TO_RECOVER)
    return response


def _page(request: HttpRequest, status: HTTPStatus, advice: str = "") -> HttpResponse:
    return render(request, ERROR_TEMPLATE, _context(status, advice), status=status)


def _context(status: HTTPStatus, advice: str = "") -> dict[str, object]:
    title, text = _PAGES[status]
    return {"title": title, "text": text, "advice": advice}


class Outages:
    """Middleware: what is away or not set up is no fault of a visitor, and is told as such."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Unavailable):
            return unavailable(request, gettext(exception.message))
        if isinstance(exception, HocbaError):
            _log.error("%s: %s", exception.code, exception.message)
            return unavailable(request)
        if isinstance(exception, OperationalError | InterfaceError):
            _log.error("the database is away (%s)", type(exception).__name__)
            return unavailable(request)
        return None
