"""From where an act comes, and who cannot say otherwise."""

from __future__ import annotations

import os
import pwd
import socket

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from hocba.registry.journal.origin import coming_from, from_address, origin

MACHINE = {"host": socket.gethostname(), "account": pwd.getpwuid(os.getuid()).pw_name}


def seen_by(request: HttpRequest) -> dict[str, str]:
    seen: list[dict[str, str]] = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(origin())
        return HttpResponse()

    from_address(view)(request)
    return seen[0]


def test_a_command_comes_from_this_machine_and_account() -> None:
    assert origin() == MACHINE


def test_a_web_request_comes_from_its_address_and_not_from_our_machine() -> None:
    assert seen_by(RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")) == {
        "address": "203.0.113.7"
    }
    assert origin() == MACHINE


def test_a_caller_who_writes_an_address_into_the_header_is_not_believed(settings) -> None:  # type: ignore[no-untyped-def]
    forged = {"HTTP_X_FORWARDED_FOR": "192.0.2.1", "REMOTE_ADDR": "203.0.113.7"}
    settings.HOCBA_PROXIES = 0
    assert seen_by(RequestFactory().get("/", **forged)) == {"address": "203.0.113.7"}
    settings.HOCBA_PROXIES = 1
    forged["HTTP_X_FORWARDED_FOR"] = "192.0.2.1, 198.51.100.9"
    assert seen_by(RequestFactory().get("/", **forged)) == {"address": "198.51.100.9"}


def test_an_endless_address_is_cut(settings) -> None:  # type: ignore[no-untyped-def]
    settings.HOCBA_PROXIES = 1
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="9" * 5000)
    assert seen_by(request) == {"address": "9" * 100}


def test_what_a_border_says_is_added_within_it_and_forgotten_behind_it() -> None:
    with coming_from(certificate="7"):
        with coming_from(order="a"):
            assert origin() == {**MACHINE, "certificate": "7", "order": "a"}
        assert origin() == {**MACHINE, "certificate": "7"}
    assert origin() == MACHINE


def test_an_error_forgets_it_too() -> None:
    with pytest.raises(ZeroDivisionError), coming_from(certificate="7"):
        _ = 1 // 0
    assert origin() == MACHINE
