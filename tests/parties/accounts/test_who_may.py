"""The door of every page behind the sign-in: closed unless a judge opens it."""

from __future__ import annotations

from http import HTTPStatus
from time import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.cache import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from hocba.parties.accounts.models import Account
from hocba.parties.accounts.who_may import LONGEST_SESSION, NEXT, SIGNED_IN_AT, anybody, who_may

LAN = Account(pk=1, personal_id="001184000123", full_name="Trần Thị Lan")


def request(account=LAN, *, age=0.0, address="/lop/4A1"):
    asked = RequestFactory().get(address)
    asked.session = SessionStore()
    asked.session[SESSION_KEY] = "1"
    asked.session[SIGNED_IN_AT] = time() - age
    asked.user = account
    return asked


@who_may(anybody)
def for_everybody(asked, account):
    return HttpResponse(account.full_name)


@who_may({}.get)
def for_nobody(asked, actor):
    return HttpResponse("secret")


def test_the_view_is_given_whom_the_judge_found():
    assert for_everybody(request()).content.decode() == LAN.full_name


def test_without_a_judge_in_favour_the_view_is_not_called():
    with pytest.raises(PermissionDenied):
        for_nobody(request())


def test_who_is_not_signed_in_is_sent_there_and_knows_the_way_back():
    response = for_everybody(request(AnonymousUser()))
    assert response.status_code == HTTPStatus.FOUND
    assert response.url == "/dang-nhap?tiep=%2Flop%2F4A1"


@pytest.mark.parametrize(
    "address",
    [
        "/lop/4A1?nam=2023-2024&trang=2",
        "/lop/4A1?ten=%C4%90o%C3%A0n%20K%E1%BA%BFt",
        "/lop/4A1?tiep=https://evil.example/&tiep=//evil.example",
        "/lop/4A1?x=%0d%0aSet-Cookie:%20a=b",
        "/lop/4A1?a=1%26tiep=/ra-ngoai",
    ],
)
def test_the_way_back_is_the_whole_address_and_one_value(address):
    response = for_everybody(request(AnonymousUser(), address=address))
    assert parse_qs(urlsplit(response.url).query) == {NEXT: [address]}
    assert "\r" not in response.url
    assert "\n" not in response.url


def test_a_session_is_over_after_a_working_day_however_busy():
    old = request(age=LONGEST_SESSION.total_seconds() + 1)
    assert for_everybody(old).url.startswith("/dang-nhap")
    assert old.session.is_empty()


def test_a_session_that_does_not_say_when_it_began_is_over():
    asked = request()
    del asked.session[SIGNED_IN_AT]
    assert for_everybody(asked).url.startswith("/dang-nhap")
