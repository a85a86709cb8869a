"""Prepare a class's packet for the seal on a token that only the clerk's browser can reach."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from django.db import IntegrityError

from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.core.record import ClassYear
from hocba.parties.binding import holder_of
from hocba.school.pages.models import Packing
from hocba.school.pages.packing import class_to_pack, prepare
from hocba.school.sending.rights import packing_of, require_clerk
from hocba.school.signing.card import Card
from hocba.school.signing.rights import Turn


def class_for(turn: Turn, card: Card, *, person: str, at: datetime) -> ClassYear:
    """The class whose issued pages this card would seal: all that is asked before its key is used.

    Raises SigningError when the person is not the school's clerk, the certificate not the
    school's, or nothing waits to be packed.
    """
    require_clerk(person, turn, at=at)
    holder_of(card.certificate.fingerprint(SHA256()), Role.SCHOOL, turn.school_code, at=at)
    class_year = class_to_pack(turn.pages())
    if class_year is None:
        raise SigningError(
            "Lớp này không còn học bạ nào chờ nộp; hãy tải lại trang.", code="HET_LUOT"
        )
    return class_year


def open_packet(turn: Turn, card: Card, *, person: str, packet_id: UUID, at: datetime) -> Packing:
    """Prepare the class's packet for this card; asked again, it gives the same packet.

    Raises SigningError as :func:`class_for` and :func:`packing_of` do.
    """
    if not Packing.objects.filter(pk=packet_id).exists():
        class_year = class_for(turn, card, person=person, at=at)
        with suppress(IntegrityError):  # a twin request was quicker
            prepare(class_year, card, packet_id=packet_id, at=at)
    return packing_of(person, packet_id, at=at)
