"""What goes wrong, in one JSON form (RFC 9457): a code for machines, a sentence for people."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from hocba.core.errors import (
    HocbaError,
    InputError,
    LifecycleError,
    LimitExceeded,
    PacketError,
    Unavailable,
)

PROBLEM_TYPE = "application/problem+json"

_SECONDS_TO_RECOVER = 60
_STATUS: Mapping[type[HocbaError], HTTPStatus] = {
    LimitExceeded: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    PacketError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    LifecycleError: HTTPStatus.CONFLICT,
}
_log = logging.getLogger(__name__)


class Problem(Exception):
    """The answer to a call that cannot be served; it never tells of somebody else's data."""

    def __init__(
        self, status: HTTPStatus, code: str, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})


def not_found(what: str) -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "KHONG_CO", f"Không có {what} này.")


def _answer(_request: HttpRequest, problem: Problem) -> HttpResponse:
    content = {"status": problem.status, "code": problem.code, "detail": problem.detail}
    return JsonResponse(
        content,
        status=problem.status,
        headers=problem.headers,
        content_type=PROBLEM_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def _unknown_caller(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    problem = Problem(
        HTTPStatus.UNAUTHORIZED,
        "MA_TRUY_CAP",
        "Thiếu mã truy cập, hoặc mã không đúng, đã hết hạn hay đã bị thu hồi.",
        {"WWW-Authenticate": "Bearer"},
    )
    return _answer(request, problem)


def _wrong_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The places of what is wrong, never the values."""
    places = [".".join(str(part) for part in each["loc"][-2:]) for each in error.errors]
    detail = f"Tham số thiếu hoặc không hợp lệ: {', '.join(dict.fromkeys(places))}."
    return _answer(request, Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "THAM_SO", detail))


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    detail = "Nội dung gửi lên không phải JSON đọc được."
    return _answer(request, Problem(HTTPStatus(error.status_code), "NOI_DUNG", detail))


def _too_large(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return _answer(request, Problem(status, LimitExceeded.code, "Nội dung gửi lên quá lớn."))


def _ours(request: HttpRequest, error: HocbaError) -> HttpResponse:
    for kind, status in _STATUS.items():
        if isinstance(error, kind):
            return _answer(request, Problem(status, error.code, error.message))
    if isinstance(error, Unavailable):
        return _later(request, error.message)
    _log.error("%s: %s", error.code, error.message)
    return _later(request, "Hệ thống tạm thời không phục vụ được. Hãy thử lại sau ít phút.")


def _away(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.error("the database is away (%s)", type(error).__name__)
    return _later(request, "Hệ thống đang bận hoặc đang bảo trì. Hãy thử lại sau ít phút.")


def _later(request: HttpRequest, detail: str) -> HttpResponse:
    wait = {"Retry-After": str(_SECONDS_TO_RECOVER)}
    return _answer(request, Problem(HTTPStatus.SERVICE_UNAVAILABLE, Unavailable.code, detail, wait))


def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.error("unforeseen error of the API", exc_info=error)
    detail = "Hệ thống gặp lỗi; yêu cầu chưa được thực hiện. Hãy thử lại sau ít phút."
    return _answer(request, Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "LOI", detail))


_HANDLERS: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Problem: _answer,
    AuthenticationError: _unknown_caller,
    ValidationError: _wrong_parameters,
    HttpError: _unreadable,
    RequestDataTooBig: _too_large,
    HocbaError: _ours,
    OperationalError: _away,
    InterfaceError: _away,
    Exception: _unforeseen,
}


def answer_problems(api: NinjaAPI) -> None:
    """Let every error of the API leave it in the one form."""
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)
