"""Every answer tells the browser to load nothing from elsewhere and to keep nothing."""

from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

ADDRESSES = ["/", "/tra-cuu", "/kiem-tra", "/không-có"]


@pytest.fixture(params=ADDRESSES)
def response(request):
    return Client().get(request.param)


def test_the_policy_lets_in_our_own_styles_and_no_script(response):
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy


def test_the_page_needs_no_more_than_the_policy_allows(response):
    html = response.content.decode()
    assert not re.search(r"<(script|style|iframe|object|embed)\b", html)
    assert not re.search(r"\s(style|on\w+)=", html)
    assert not re.search(r"(src|href|action)=\"(https?:)?//", html)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ],
)
def test_the_other_headers_are_there(response, name, value):
    assert response.headers[name] == value


def test_no_feature_of_the_device_is_asked_for(response):
    policy = response.headers["Permissions-Policy"]
    assert "camera=()" in policy
    assert "geolocation=()" in policy


def test_the_page_is_vietnamese_and_fits_a_phone(response):
    html = response.content.decode()
    assert '<html lang="vi">' in html
    assert "width=device-width, initial-scale=1" in html
    assert '<a class="skip" href="#noi-dung">' in html


@pytest.mark.django_db  # closing the answer asks whether a connection is left open
def test_a_style_may_be_kept_by_the_browser():
    response = Client().get("/static/portal/hocba.css")
    response.close()
    assert response.status_code == HTTPStatus.OK
    assert "no-store" not in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_the_first_page_weighs_little():
    html = Client().get("/").content
    files = re.findall(r'"/static/([^"]+)"', html.decode())
    weight = len(html) + sum(Path(finders.find(name)).stat().st_size for name in files)
    assert len(files) == 2
    assert weight < 100_000
