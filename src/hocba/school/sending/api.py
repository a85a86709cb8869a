"""The endpoints that the packet's page calls, as those of the signing pages: one value, one packet.

The script is the same, so the answers have the same form: the packet's signature is item 1, the
only one.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from hocba.core.errors import SigningError
from hocba.core.lifecycle import State
from hocba.school.pages.models import Packing, SentPacket
from hocba.school.pages.packing import complete, require_open, to_sign
from hocba.school.sending.opening import class_for, open_packet
from hocba.school.sending.rights import packing_of
from hocba.school.signing.card import read_card
from hocba.school.signing.endpoint import (
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

SIGNATURE = 1
"""The number of the one thing that there is to sign."""


@endpoint("POST")
def card(request: HttpRequest, *, person: str, at: datetime) -> Body:
    """Whether this certificate is the school's, and how it reads."""
    body = body_of(request)
    shown, turn = read_card(text_of(body, "certificate")), read_turn(body)
    class_for(turn, shown, person=person, at=at)
    pages = turn.pages().filter(state=State.ISSUED).count()
    return {**shown.face.told(at.tzinfo), "pages": pages}


@endpoint("POST")
def opening(request: HttpRequest, *, person: str, at: datetime) -> Body:
    """Prepare: the packet that was asked for, put together by the first call for its id."""
    body = body_of(request)
    shown = read_card(text_of(body, "certificate"))
    packing = open_packet(read_turn(body), shown, person=person, packet_id=id_of(body), at=at)
    return {"address": reverse("sending:packet", kwargs={"packet_id": packing.pk})}


@endpoint("GET")
def part(request: HttpRequest, *, person: str, at: datetime, packet_id: UUID) -> Body:
    """The digest that waits, and the card that must sign it; nothing once the packet is sent."""
    packing = packing_of(person, packet_id, at=at)
    left = request.GET.get("after", "0") == "0" and not _is_sent(packing)
    if left:
        require_open(packing, at=at)
    digest = b64encode(sha256(to_sign(packing)).digest()).decode()
    items = [{"id": SIGNATURE, "digest": digest}] if left else []
    return {"certificate": packing.certificates[0], "items": items}


@endpoint("POST")
def value(request: HttpRequest, *, person: str, at: datetime, packet_id: UUID) -> Body:
    """Complete: the seal's value; the pages are reported with it, or nothing is changed."""
    packing = packing_of(person, packet_id, at=at)
    body = body_of(request)
    require_same_card(packing.certificates[0], text_of(body, "certificate"))
    given = values_of(body).get(SIGNATURE)
    if given is None:
        raise unread()
    if not _is_sent(packing):
        require_open(packing, at=at)
    try:
        complete(packet_id, given, at=at, clerk=person)
    except SigningError as error:
        return _progress(packing, error.message)
    return _progress(packing)


def _is_sent(packing: Packing) -> bool:
    return SentPacket.objects.filter(pk=packing.pk).exists()


def _progress(packing: Packing, fault: str = "") -> Body:
    sent = _is_sent(packing)
    return {
        "total": 1,
        "signed": int(sent),
        "signed_now": [SIGNATURE] if sent else [],
        "failed": int(bool(fault)),
        "left": int(not sent),
        "faults": [{"id": SIGNATURE, "reason": fault}] if fault else [],
    }
