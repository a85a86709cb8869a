"""Error pages: Vietnamese, without the inside of the program, also when the database is away."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from hocba.core.errors import SigningError, Unavailable
from hocba.project import urls
from hocba.public.portal import errors

INSIDE = "mật khẩu của máy chủ"


def _raising(exception):
    def view(request):
        raise exception

    return view


urlpatterns = [
    *urls.urlpatterns,
    path("bad", _raising(SuspiciousOperation(INSIDE))),
    path("forbidden", _raising(PermissionDenied(INSIDE))),
    path("broken", _raising(ZeroDivisionError(INSIDE))),
    path("away", _raising(OperationalError(INSIDE))),
    path("closed", _raising(InterfaceError(INSIDE))),
    path("unset", _raising(SigningError(f"Không đọc được tệp khoá {INSIDE}."))),
    path("busy", _raising(Unavailable("Sổ cái đang bận."))),
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500


@pytest.fixture
def outsider(settings):
    """No database may be touched: pytest-django refuses any query without the ``db`` fixture."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/bad", HTTPStatus.BAD_REQUEST, "Không đọc được yêu cầu"),
        ("/forbidden", HTTPStatus.FORBIDDEN, "Bạn không làm được việc này"),
        ("/không-có", HTTPStatus.NOT_FOUND, "Không có trang này"),
        ("/broken", HTTPStatus.INTERNAL_SERVER_ERROR, "Hệ thống gặp lỗi"),
        ("/away", HTTPStatus.SERVICE_UNAVAILABLE, "Tạm thời không phục vụ được"),
        ("/unset", HTTPStatus.SERVICE_UNAVAILABLE, "Tạm thời không phục vụ được"),
        ("/closed", HTTPStatus.SERVICE_UNAVAILABLE, "Tạm thời không phục vụ được"),
    ],
)
def test_an_error_has_a_page_of_its_own_that_tells_nothing_of_the_inside(
    outsider, address, status, title
):
    response = outsider.get(address)
    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in html
    for inside in (INSIDE, "Traceback", "Exception", ".py", "hocba.public"):
        assert inside not in html


def test_an_outage_says_what_the_program_knows_of_it(outsider):
    response = outsider.get("/busy")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Sổ cái đang bận." in response.content.decode()
    assert int(response.headers["Retry-After"]) > 0


def test_a_stranger_host_name_is_a_bad_request(outsider):
    response = outsider.get("/", headers={"host": "evil.example"})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize(
    ("seconds", "told"), [(1, "1 phút"), (61, "2 phút"), (5400, "90 phút"), (21_600, "6 giờ")]
)
def test_too_many_tells_how_long_to_wait(seconds, told):
    response = errors.too_many(RequestFactory().get("/"), seconds)
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert response.headers["Retry-After"] == str(seconds)
    assert f"Hãy thử lại sau khoảng {told}." in response.content.decode()


def test_too_large_is_told():
    response = errors.too_large(RequestFactory().post("/kiem-tra"))
    assert response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "Tệp quá lớn" in response.content.decode()


def test_no_english_is_left_over(outsider):
    words = re.sub(r"<[^>]+>", " ", outsider.get("/không-có").content.decode())
    assert not re.search(r"\b(not found|error|page|home|server)\b", words, re.IGNORECASE)


def test_a_view_that_answers_is_left_alone(rf):
    outages = errors.Outages(lambda _: HttpResponse("xin chào"))
    assert outages(rf.get("/")).content.decode() == "xin chào"
    assert outages.process_exception(rf.get("/"), ValueError()) is None
