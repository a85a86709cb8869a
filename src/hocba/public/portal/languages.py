"""In which language a page is: Vietnamese or English, without a cookie.

An address that begins with ``/vi`` or ``/en`` has chosen, and so do the links on its page. One
without (a QR code's, say) goes by what the browser accepts: whoever reads Vietnamese at all
gets Vietnamese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from hocba.public.portal.headers import Answer

VIETNAMESE, ENGLISH = "vi", "en"

_CHOSEN = re.compile(f"/({VIETNAMESE}|{ENGLISH})(/.*)")


def chosen(path: str) -> tuple[str, str]:
    """The language that an address names, empty if none, and the address without it."""
    found = _CHOSEN.fullmatch(path)
    return (found[1], found[2]) if found else ("", path)


@lru_cache(maxsize=1_000)
def accepted(header: str) -> str:
    """The language for a browser that sends this Accept-Language."""
    tags = parse_accept_lang_header(header)
    read = {tag.partition("-")[0] for tag, weight in tags if weight > 0} - {"*"}
    return ENGLISH if read and VIETNAMESE not in read else VIETNAMESE


def of_request(request: HttpRequest, named: str) -> str:
    """The language of the answer; ``named`` is the one that the address names."""
    return named or accepted(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


@contextmanager
def spoken(named: str, language: str) -> Iterator[None]:
    """Words are of ``language``, and addresses are made to name ``named``, if any."""
    before = get_script_prefix()
    set_script_prefix(f"/{named}/" if named else before)
    try:
        with translation.override(language):
            yield
    finally:
        set_script_prefix(before)


def in_a_language(get_response: Answer) -> Answer:
    """Middleware: to the views an address has no language, and their links have the visitor's."""

    def answer(request: HttpRequest) -> HttpResponse:
        named, request.path_info = chosen(request.path_info)
        language = of_request(request, named)
        with spoken(named, language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return answer
