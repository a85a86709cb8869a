"""The endpoints that the signing page's script speaks to: JSON in, JSON out.

From the browser the program takes a certificate and signature values, and nothing else: which
pages, what is signed and what is written where is its own word. Each call may be repeated.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from hocba.school.signing.card import read_card
from hocba.school.signing.completing import complete, require_open
from hocba.school.signing.endpoint import (
    PART,
    Body,
    body_of,
    endpoint,
    id_of,
    require_same_card,
    text_of,
    unread,
    values_of,
)
from hocba.school.signing.forms import read_turn
from hocba.school.signing.models import SigningSession
from hocba.school.signing.opening import close_session, open_session, pages_for
from hocba.school.signing.queries import progress, to_sign
from hocba.school.signing.rights import session_of
from hocba.school.signing.tasks import stamp_soon


@endpoint("POST")
def card(request: HttpRequest, *, person: str, at: datetime) -> Body:
    """Whether this certificate is the right one for what is to be signed, and how it reads."""
    body = body_of(request)
    shown = read_card(text_of(body, "certificate"))
    pages = pages_for(read_turn(body), shown, person=person, at=at)
    return {**shown.face.told(at.tzinfo), "pages": len(pages)}


@endpoint("POST")
def opening(request: HttpRequest, *, person: str, at: datetime) -> Body:
    """Prepare: the session that was asked for, opened by the first call for its id."""
    body = body_of(request)
    session = open_session(
        read_turn(body),
        read_card(text_of(body, "certificate")),
        person=person,
        session_id=id_of(body),
        at=at,
    )
    return {"address": reverse("signing:session", kwargs={"session_id": session.pk})}


@endpoint("GET")
def state(request: HttpRequest, *, person: str, at: datetime, session_id: UUID) -> Body:  # noqa: ARG001
    """How far the session has come."""
    return _progress(session_of(person, session_id, at=at), at)


@endpoint("GET")
def part(request: HttpRequest, *, person: str, at: datetime, session_id: UUID) -> Body:
    """The next digests that wait, after the item ``after``, and the card that must sign them."""
    session = session_of(person, session_id, at=at)
    require_open(session, at=at)
    after = request.GET.get("after", "0")
    if not after.isdecimal():
        raise unread()
    items = to_sign(session, after=int(after), at_most=PART)
    return {
        "certificate": session.certificates[0],
        "items": [{"id": i.item_id, "digest": b64encode(i.digest).decode()} for i in items],
    }


@endpoint("POST")
def values(request: HttpRequest, *, person: str, at: datetime, session_id: UUID) -> Body:
    """Complete: values by item, each page on its own; and how far the session has come then."""
    session = session_of(person, session_id, at=at)
    body = body_of(request)
    require_same_card(session.certificates[0], text_of(body, "certificate"))
    with transaction.atomic():
        done = complete(session.pk, values_of(body), at=at)
        stamp_soon(session.pk)
    return {"signed_now": done.signed, **_progress(session, at)}


@endpoint("POST")
def closing(request: HttpRequest, *, person: str, at: datetime, session_id: UUID) -> Body:  # noqa: ARG001
    """Call off what is not signed yet."""
    session = session_of(person, session_id, at=at)
    close_session(session, at=at)
    return _progress(session, at)


def _progress(session: SigningSession, at: datetime) -> Body:
    done = progress([session.pk])
    return {
        "total": done.signed + done.failed + done.waiting,
        "signed": done.signed,
        "failed": done.failed,
        "left": done.left,
        "seconds_left": max(0, int((session.expires_at - at).total_seconds())),
        "faults": [{"id": f.item_id, "reason": f.reason} for f in done.faults],
    }
