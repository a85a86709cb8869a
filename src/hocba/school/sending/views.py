"""``/nop-so``: the clerk's classes and packets, a class, a packet, and its file to take along."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hocba.adapters import clock
from hocba.core.errors import SigningError
from hocba.parties.accounts.queries import staff
from hocba.parties.accounts.who_may import who_may
from hocba.parties.models import Person
from hocba.school.pages.models import SentPacket
from hocba.school.pages.receipts import outcomes
from hocba.school.sending import listing
from hocba.school.sending.rights import packing_of, require_clerk, schools_of
from hocba.school.signing.forms import read_turn, words_of
from hocba.school.signing.rights import no_class
from hocba.school.signing.views import missing, page, with_token
from hocba.school.windows.queries import warned


@require_safe
@who_may(staff)
def start(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits to be packed, to be sealed and to be answered."""
    at = clock.now()
    schools = schools_of(person.code, at=at)
    if not schools:
        return missing(request, no_class())
    offers = listing.offers(schools)
    context = {
        "offers": offers,
        "warned": warned({offer.turn.school_year for offer in offers}, at=at),
        "waiting": listing.waiting(schools, at=at),
        "sent": listing.sent(schools),
    }
    return page(request, "sending/start.html", context)


@require_safe
@who_may(staff)
def class_page(request: HttpRequest, person: Person) -> HttpResponse:
    """Whose pages go into the packet, and the button that puts it together and seals it."""
    try:
        turn = read_turn(request.GET)
        require_clerk(person.code, turn, at=clock.now())
    except SigningError as error:
        return missing(request, error)
    context = {
        "turn": turn,
        "pupils": listing.pupils(turn),
        "left_out": listing.left_out(turn),
        "fields": words_of(turn),
        "new_packet": uuid4(),
    }
    return with_token(page(request, "sending/class.html", context))


@require_safe
@who_may(staff)
def packet_page(request: HttpRequest, person: Person, packet_id: UUID) -> HttpResponse:
    """A packet: to be sealed, or sealed and to be taken along, or answered page by page."""
    at = clock.now()
    try:
        packing = packing_of(person.code, packet_id, at=at)
    except SigningError as error:
        return missing(request, error)
    packet = SentPacket.objects.filter(pk=packet_id).first()
    answers = outcomes(packet) if packet else ()
    context = {
        "packing": packing,
        "packet": packet,
        "open": at < packing.expires_at,
        "answers": answers,
        "returned": [each for each in answers if each.reasons],
    }
    return with_token(page(request, "sending/packet.html", context))


@require_safe
@who_may(staff)
def packet_file(request: HttpRequest, person: Person, packet_id: UUID) -> HttpResponse:
    """The sealed packet as it goes to the Department."""
    try:
        packing_of(person.code, packet_id, at=clock.now())
    except SigningError as error:
        return missing(request, error)
    packet = SentPacket.objects.filter(pk=packet_id).first()
    if packet is None:
        return missing(request, SigningError("Gói tin này chưa được ký."))
    headers = {"Content-Disposition": f'attachment; filename="goi-{packet_id.hex}.xml"'}
    return HttpResponse(bytes(packet.content), content_type="application/xml", headers=headers)
