"""What somebody sees who was sent a link.

The secret stands in the path. It is no personal data, but who has it sees some, so: opening the
address shows nothing and counts as no look (mail programs open links to scan them); the transcript
comes by a button, a POST; the page sends no referrer and loads nothing from elsewhere; our log has
no addresses. In the fragment it would not reach a server's log at all, but then the page would
need a script. Whether a link ever existed, has expired or was revoked cannot be told apart.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hocba.adapters import clock
from hocba.public.limits.actions import Limit, count
from hocba.public.owners.models import Form
from hocba.public.owners.opening import Right, open_by, rights_of_link
from hocba.public.owners.views import as_pdf
from hocba.public.portal.errors import too_many, wrong_method
from hocba.public.portal.same_site import without_cookies
from hocba.public.portal.trusted import trusted
from hocba.public.portal.visitor import visitor
from hocba.public.printing import facts

LINKS = Limit("links", 120, timedelta(minutes=10))
"""Openings from each visitor; 256 bits are not guessed, but trying costs us work."""


@without_cookies
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """``/xem/<secret>``: a button; by POST, the years that were granted."""
    if request.method == "POST":
        return _opened(request, secret)
    if request.method in {"GET", "HEAD"}:
        return _quiet(render(request, "owners/link.html", {"secret": secret}))
    return wrong_method(request, "GET, HEAD, POST")


@without_cookies
def link_pdf(request: HttpRequest, secret: str, code: str) -> HttpResponse:
    """``/xem/<secret>/<code>/ban-in``: a sealed copy of the granted years, by POST."""
    if request.method != "POST":
        return wrong_method(request, "POST")
    at = clock.now()
    if wait := count(LINKS, visitor(request), at=at):
        return too_many(request, wait)
    rights = [right for right in rights_of_link(secret, at=at) if right.code == code]
    found = open_by(rights, Form.PDF, trust=trusted(), at=at)
    if code not in found:
        return _dead(request)
    return _quiet(as_pdf(found[code], to=f"grant:{_grant_id(rights)}"))


def _opened(request: HttpRequest, secret: str) -> HttpResponse:
    at = clock.now()
    if wait := count(LINKS, visitor(request), at=at):
        return too_many(request, wait)
    rights = {right.code: right for right in rights_of_link(secret, at=at)}
    wanted = rights.get(request.POST.get("ma", "")) or next(iter(rights.values()), None)
    if wanted is None:
        return _dead(request)
    found = open_by([wanted], Form.SCREEN, trust=trusted(), at=at)[wanted.code]
    others = [code for code in rights if code != wanted.code]
    context = {"transcript": facts(found), "purpose": wanted.purpose, "others": others}
    return _quiet(render(request, "owners/link_opened.html", {"secret": secret, **context}))


def _grant_id(rights: list[Right]) -> str:
    grant = rights[0].grant
    return str(grant.pk) if grant else ""


def _dead(request: HttpRequest) -> HttpResponse:
    return _quiet(render(request, "owners/link_dead.html", status=HTTPStatus.NOT_FOUND))


def _quiet(response: HttpResponse) -> HttpResponse:
    """An answer from whose address nothing goes on to anybody."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
