"""The front door: a WSGI application before Django that answers what is asked most.

``GET /tra-cuu/<code>`` is a QR code held before a phone, and a stranger who guesses codes. It is
answered here with the templates, headers, limits and log of the view that it stands before,
and without the rest of Django. Whatever is not as usual goes on to Django.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import psycopg
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

from hocba.adapters import clock
from hocba.public.limits.actions import Allowance
from hocba.public.limits.batching import Batch
from hocba.public.limits.tasks import set_task
from hocba.public.lookup import telling
from hocba.public.lookup.codes import CODE, PATH
from hocba.public.lookup.company import Company
from hocba.public.lookup.gate import purpose
from hocba.public.lookup.limits import looks
from hocba.public.lookup.moulds import Mould, standing_mould, task_mould, too_many_mould
from hocba.public.lookup.standing import Asking, Fetch, Standing, look_together
from hocba.public.portal.languages import chosen, of_request, spoken
from hocba.public.portal.visitor import visitor
from hocba.public.portal.waiting import about

AT_ONCE = 2
"""Statements under way in a process: while one waits for the disk, the next is on its way."""

_ASKED = re.compile(f"{PATH}({CODE})")


class Visit(NamedTuple):
    """Somebody who asks for a code; ``named`` is the language in the address, if any."""

    request: WSGIRequest
    code: str
    named: str
    language: str


class Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes


class FrontDoor:
    """``fetch`` runs the one statement; ``counts`` is saved by whoever opened the door."""

    def __init__(self, django: WSGIApplication, fetch: Fetch, counts: Batch) -> None:
        self._django = django
        self._looks = Company(partial(look_together, fetch=fetch), at_once=AT_ONCE)
        self._counts = counts
        self._moulds: dict[tuple[object, ...], Mould] = {}
        self._headers: dict[tuple[str, str], dict[str, str]] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        visit = _visit(environ) if environ["REQUEST_METHOD"] == "GET" else None
        answer = self._answer(visit) if visit else None
        if answer is None:
            return self._django(environ, start_response)
        start_response(answer.status, answer.headers)
        return [answer.body]

    def _answer(self, visit: Visit) -> Answer | None:
        at, who = clock.now(), visitor(visit.request)
        allowance = self._counts.count_each(looks(visit.request), at=at)
        if not allowance.free:
            return self._held_up(visit, who, allowance, at)
        try:
            return self._told(visit, self._looks.ask(Asking(visit.code, who, at)))
        except psycopg.OperationalError:
            return None  # Django has connections of its own, or says that it has none

    def _told(self, visit: Visit, found: Standing | None) -> Answer:
        kind = (found.level, found.effective) if found else None
        mould = self._mould(visit, kind, lambda: standing_mould(found))
        words = {"code": visit.code}
        if found:
            words |= {"school": found.school, "locked_at": telling.locked_at(found, visit.language)}
        return self._cast(visit, mould, words)

    def _held_up(self, visit: Visit, who: str, allowance: Allowance, at: datetime) -> Answer:
        with spoken(visit.named, visit.language):
            words = {"code": visit.code, "wait": about(allowance.wait)}
        if allowance.closed:
            mould = self._mould(visit, too_many_mould, too_many_mould)
        else:
            mould = self._mould(visit, task_mould, task_mould)
            words["task"] = set_task(purpose(visit.code, who), at=at)
        return self._cast(visit, mould, words, ("Retry-After", str(allowance.wait)))

    def _mould(self, visit: Visit, kind: object, make: Callable[[], Mould]) -> Mould:
        key = (visit.named, visit.language, kind)
        if key not in self._moulds:
            with spoken(visit.named, visit.language):
                self._moulds[key] = make()
        return self._moulds[key]

    def _cast(
        self, visit: Visit, mould: Mould, words: dict[str, str], *more: tuple[str, str]
    ) -> Answer:
        body = mould.cast(words)
        usual = self._usual_headers(visit)
        headers = {**usual, **mould.headers, **dict(more), "Content-Length": str(len(body))}
        return Answer(mould.status, list(headers.items()), body)

    def _usual_headers(self, visit: Visit) -> dict[str, str]:
        """What Django's middleware puts on a page of the lookup, asked of it once."""
        key = (visit.named, visit.language)
        if key not in self._headers:
            self._headers[key] = _headers(self._django, visit)
        return self._headers[key]


def _visit(environ: WSGIEnvironment) -> Visit | None:
    """None for what Django has to answer: another address, host, or plain HTTP."""
    named, path = chosen(environ["PATH_INFO"])
    asked = _ASKED.fullmatch(path)
    if asked is None:
        return None
    request = WSGIRequest(environ)
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return None
    if not _is_ours(environ.get("HTTP_HOST", "")):
        return None
    return Visit(request, asked[1], named, of_request(request, named))


@lru_cache(maxsize=1_000)
def _is_ours(host: str) -> bool:
    request = HttpRequest()
    request.META = {"HTTP_HOST": host, "SERVER_NAME": "", "SERVER_PORT": ""}
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


def _headers(django: WSGIApplication, visit: Visit) -> dict[str, str]:
    found: dict[str, str] = {}

    def start_response(
        _status: str, headers: list[tuple[str, str]], _error: Any = None, /
    ) -> Callable[[bytes], object]:
        found.update(headers)
        return len

    prefix = f"/{visit.named}" if visit.named else ""
    address = {"PATH_INFO": prefix + PATH.rstrip("/"), "QUERY_STRING": ""}
    with closing(
        cast("HttpResponse", django({**visit.request.environ, **address}, start_response))
    ):
        del found["Content-Length"]
    return found
