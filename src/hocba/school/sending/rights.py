"""Who may seal and see packets in the browser: the school's clerk, while they are appointed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.school.pages.models import Packing
from hocba.school.signing.rights import NO_SESSION, Turn, no_class, require_right, turns_open_to


def schools_of(person: str, *, at: datetime) -> Collection[str]:
    """The schools whose seal this person keeps that day."""
    return {post.unit_code for role, post in turns_open_to(person, at=at) if role is Role.SCHOOL}


def require_clerk(person: str, turn: Turn, *, at: datetime) -> None:
    """Raise SigningError unless the turn is the seal's, and the person keeps it that day."""
    if turn.role is not Role.SCHOOL:
        raise no_class()
    require_right(person, turn, at=at)


def packing_of(person: str, packet_id: UUID, *, at: datetime) -> Packing:
    """A packet of a school whose seal the person keeps, waiting or sent.

    Raises SigningError, in the same words for one that is another school's.
    """
    schools = schools_of(person, at=at)
    packing = Packing.objects.filter(pk=packet_id, school_code__in=schools).first()
    if packing is None:
        raise SigningError("Không có gói tin này; hãy chọn lại từ trang Nộp Sở.", code=NO_SESSION)
    return packing
