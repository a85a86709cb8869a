"""Open and close a session from the browser, where the token is the signer's own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.school.pages.models import PageVersion
from hocba.school.signing.binding import bound_holder
from hocba.school.signing.card import Card
from hocba.school.signing.models import SigningSession
from hocba.school.signing.preparing import prepare
from hocba.school.signing.rights import Turn, require_right, session_of
from hocba.school.signing.signatory import ClassSigner
from hocba.school.signing.turns import turn_of


def pages_for(turn: Turn, card: Card, *, person: str, at: datetime) -> Sequence[PageVersion]:
    """The pages that this card would sign: all that can be asked before its key is used.

    Raises SigningError when the person may not sign there, when the certificate is not the
    person's own – the school's, for its seal – and when nothing waits for them.
    """
    require_right(person, turn, at=at)
    signer = _signer(turn, card)
    holder = bound_holder(signer, turn.school_code, at=at)
    if holder.code != (turn.school_code if turn.role is Role.SCHOOL else person):
        raise SigningError(
            "Chứng thư số trên thiết bị là của người khác; hãy cắm thiết bị của chính bạn.",
            code="SAI_CHUNG_THU",
        )
    pages = turn_of(signer, turn.pages())
    if not pages:
        raise SigningError(
            "Lớp này không còn học bạ nào đến lượt bạn ký; hãy tải lại trang.", code="HET_LUOT"
        )
    return pages


def open_session(
    turn: Turn, card: Card, *, person: str, session_id: UUID, at: datetime
) -> SigningSession:
    """Prepare the class's pages for this card; asked again, it gives the same session.

    Raises SigningError as :func:`pages_for` and ``prepare`` do.
    """
    if not SigningSession.objects.filter(pk=session_id).exists():
        pages = pages_for(turn, card, person=person, at=at)
        with suppress(IntegrityError):  # a twin request was quicker; whose it is, is asked below
            prepare(pages, _signer(turn, card), session_id=session_id, at=at, opened_by=person)
    return session_of(person, session_id, at=at)


def close_session(session: SigningSession, *, at: datetime) -> None:
    """Call off what is not signed yet; once closed it stays so, and its values come too late."""
    SigningSession.objects.filter(pk=session.pk, closed_at=None).update(closed_at=at)


def _signer(turn: Turn, card: Card) -> ClassSigner[Card]:
    return ClassSigner(turn.role, card, turn.subjects, turn.in_place_of)
