"""``/ky-so``: what waits for a member of staff, a class, and a signing session.

The pages tell everything without a script; only the token needs one, for nothing but the
signer's own browser can reach it.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hocba.adapters import clock
from hocba.adapters.tables import download
from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.parties.accounts.queries import staff
from hocba.parties.accounts.who_may import who_may
from hocba.parties.models import Person
from hocba.school.signing import listing
from hocba.school.signing.forms import read_turn, words_of
from hocba.school.signing.queries import open_sessions, progress
from hocba.school.signing.rights import no_class, require_right, session_of, turns_open_to
from hocba.school.signing.tables import class_table, offers_table, session_table
from hocba.school.windows.queries import warned


@require_safe
@who_may(staff)
def start(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits for this person, class by class, and what they have begun."""
    at = clock.now()
    offers = listing.offers(person.code, at=at)
    if _wants_table(request):
        return download(offers_table(offers), "cho-ky.xlsx")
    roles = {role for role, _ in turns_open_to(person.code, at=at)}
    context = {
        "offers": offers,
        "sessions": open_sessions(opened_by=person.code, at=at),
        "warned": warned({offer.turn.school_year for offer in offers}, at=at),
        "clerk": Role.SCHOOL in roles,
        "head": Role.HEAD in roles,
    }
    return page(request, "signing/start.html", context)


@require_safe
@who_may(staff)
def class_page(request: HttpRequest, person: Person) -> HttpResponse:
    """The class, who has signed which page, and the button that signs what waits."""
    try:
        turn = read_turn(request.GET)
        require_right(person.code, turn, at=clock.now())
        shown = listing.class_list(turn)
    except SigningError as error:
        return missing(request, error)
    if not shown.rows:
        return missing(request, no_class())
    if _wants_table(request):
        return download(class_table(shown), "lop.xlsx")
    context = {
        "turn": turn,
        "list": shown,
        "fields": words_of(turn),
        "address": urlencode(words_of(turn)),
        "new_session": uuid4(),
    }
    return with_token(page(request, "signing/class.html", context))


@require_safe
@who_may(staff)
def session_page(request: HttpRequest, person: Person, session_id: UUID) -> HttpResponse:
    """How far a session has come, page by page; while it lasts, what is left can be signed."""
    at = clock.now()
    try:
        session = session_of(person.code, session_id, at=at)
    except SigningError as error:
        return missing(request, error)
    rows = listing.session_list(session)
    if _wants_table(request):
        return download(session_table(rows), "phien-ky.xlsx")
    done = progress([session.pk])
    context = {
        "session": session,
        "progress": done,
        "total": done.signed + done.waiting + done.failed,
        "left": done.left,
        "rows": rows,
        "open": session.closed_at is None and at < session.expires_at,
    }
    return with_token(page(request, "signing/session.html", context))


def _wants_table(request: HttpRequest) -> bool:
    """Whether the list of the page is to be a file for Excel."""
    return request.GET.get("tai") == "xlsx"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """A page of the staff's, which knows where the token's service is."""
    own = {
        "page": "signing",
        "service": settings.HOCBA_SIGN_SERVICE,
        "patience": settings.HOCBA_SIGN_SERVICE_PATIENCE,
    }
    return render(request, template, {**own, **context}, status=status)


def missing(request: HttpRequest, error: SigningError) -> HttpResponse:
    """What is not there, or is not this person's."""
    return page(request, "signing/missing.html", {"text": error.message}, HTTPStatus.NOT_FOUND)


def with_token(response: HttpResponse) -> HttpResponse:
    """Let the page run our script, and let that speak to us and to the service on the token."""
    policy = (
        "default-src 'none'",
        "script-src 'self'",
        f"connect-src 'self' {settings.HOCBA_SIGN_SERVICE}",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    response.headers["Content-Security-Policy"] = "; ".join(policy)
    return response
