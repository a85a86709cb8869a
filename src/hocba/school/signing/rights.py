"""Who may sign what from the browser: a person, by the posts that they hold that day.

A session belongs to the person who opened it. What somebody may not see is answered like what
does not exist, in the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.parties.queries import Post, posts_of
from hocba.school.pages.models import PageVersion
from hocba.school.signing.models import SigningSession
from hocba.school.signing.signatory import label_of

NO_CLASS = "KHONG_CO_LOP"
NO_SESSION = "KHONG_CO_PHIEN"


@dataclass(frozen=True, slots=True)
class Turn:
    """What a person asks to sign: a class's pages, as what, in whose place.

    ``subjects`` are a subject teacher's subject codes.
    """

    role: Role
    school_code: str
    school_year: str
    class_name: str
    subjects: frozenset[str] = frozenset()
    in_place_of: str = ""

    @property
    def label(self) -> str:
        return label_of(self.role, self.subjects)

    def pages(self) -> QuerySet[PageVersion]:
        """All live and past versions of the class's pages."""
        return PageVersion.objects.filter(
            school_code=self.school_code,
            school_year=self.school_year,
            class_name=self.class_name,
        )


def turns_open_to(person: str, *, at: datetime) -> Sequence[tuple[Role, Post]]:
    """As what this person may sign that day, and the posts that say so.

    A clerk (văn thư) signs as the school: they keep its seal. An officer signs nothing.
    """
    held = (post for post in posts_of(person) if post.covers(at.date()))
    return [(_signing_role(post), post) for post in held if post.role is not Role.OFFICER]


def require_right(person: str, turn: Turn, *, at: datetime) -> None:
    """Raise SigningError unless the person holds that role at that school at that time."""
    if not _may(person, turn.role, turn.school_code, turn.in_place_of, at):
        raise no_class()


def no_class() -> SigningError:
    return SigningError(
        "Không có lớp này trong những lớp mà bạn ký; hãy chọn lại từ trang Ký học bạ.",
        code=NO_CLASS,
    )


def session_of(person: str, session_id: UUID, *, at: datetime) -> SigningSession:
    """The person's own session, while they hold the role for which they opened it.

    Raises SigningError, in the same words for one that is somebody else's.
    """
    session = SigningSession.objects.filter(pk=session_id, opened_by=person).first()
    if not person or session is None or not _still_may(person, session, at):
        raise SigningError("Không có phiên ký này; hãy chọn lại học bạ để ký.", code=NO_SESSION)
    return session


def _still_may(person: str, session: SigningSession, at: datetime) -> bool:
    return _may(person, Role(session.role), session.school_code, session.in_place_of, at)


def _may(person: str, role: Role, school_code: str, in_place_of: str, at: datetime) -> bool:
    wanted = (role, school_code, in_place_of)
    return any(
        (own, post.unit_code, post.in_place_of) == wanted
        for own, post in turns_open_to(person, at=at)
    )


def _signing_role(post: Post) -> Role:
    return Role.SCHOOL if post.role is Role.CLERK else post.role
