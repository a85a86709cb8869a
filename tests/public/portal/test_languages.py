"""Vietnamese or English, by the address or by what the browser accepts, without a cookie."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import get_script_prefix
from django.utils import translation

from hocba.public.portal.languages import accepted, chosen
from tests.public.transcripts import NOBODYS_CODE

ENGLISH = {"Accept-Language": "en-GB,en;q=0.8"}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "vi"),
        ("*", "vi"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en-US,en;q=0.9,vi;q=0.1", "vi"),
        ("en-US,en;q=0.9,vi;q=0", "en"),
        ("en", "en"),
        ("de-DE,de", "en"),
        ("không phải ngôn ngữ", "vi"),
        (";;,,;q=", "vi"),
    ],
)
def test_who_reads_vietnamese_gets_vietnamese_and_the_rest_of_the_world_english(header, language):
    assert accepted(header) == language


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", ("", "/")),
        ("/en", ("", "/en")),
        ("/en/", ("en", "/")),
        ("/en/tra-cuu", ("en", "/tra-cuu")),
        ("/vi/tra-cuu", ("vi", "/tra-cuu")),
        ("/english", ("", "/english")),
        ("/fr/tra-cuu", ("", "/fr/tra-cuu")),
        ("/en/en/tra-cuu", ("en", "/en/tra-cuu")),
    ],
)
def test_an_address_may_choose(path, found):
    assert chosen(path) == found


@pytest.mark.parametrize(
    ("address", "headers", "language"),
    [("/", {}, "vi"), ("/", ENGLISH, "en"), ("/vi/", ENGLISH, "vi"), ("/en/", {}, "en")],
)
def test_the_page_says_its_language(address, headers, language):
    response = Client(headers=headers).get(address)
    assert f'<html lang="{language}">' in response.content.decode()
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]
    assert not response.cookies


@pytest.mark.parametrize("prefix", ["", "/vi", "/en"])
def test_a_choice_stays_with_the_links_of_the_page(prefix):
    html = Client().get(f"{prefix}/tra-cuu").content.decode()
    inside = re.findall(r'(?:href|action)="(/(?!static/)[^"]*)"(?! hreflang)', html)
    assert inside
    assert all(re.fullmatch(f"{prefix}/(tra-cuu|kiem-tra|toi)?", each) for each in inside)


def test_each_page_leads_to_itself_in_the_other_language():
    client = Client()
    html = client.get("/tra-cuu?ma=x").content.decode()
    assert '<a href="/en/tra-cuu" hreflang="en" lang="en">English</a>' in html
    html = client.get("/en/tra-cuu").content.decode()
    assert '<a href="/vi/tra-cuu" hreflang="vi" lang="vi">Tiếng Việt</a>' in html


def test_a_redirect_keeps_the_choice():
    response = Client().get("/en/tra-cuu", {"ma": NOBODYS_CODE})
    assert response.status_code == HTTPStatus.FOUND
    assert response.url == f"/en/tra-cuu/{NOBODYS_CODE}"


def test_an_error_page_is_in_the_language_too():
    html = Client().get("/en/-").content.decode()
    assert '<html lang="en">' in html
    assert "/vi/-" in html


def test_nothing_is_left_behind_for_the_next_visitor():
    Client().get("/en/tra-cuu")
    assert get_script_prefix() == "/"
    assert translation.get_language() == "vi"
