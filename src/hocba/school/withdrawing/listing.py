"""Which pages have signatures that may be withdrawn: by class, and pupil by pupil."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from hocba.core.lifecycle import TRANSITIONS, Action, Role, State
from hocba.core.packet import read_page
from hocba.parties.queries import Post, units_by_code
from hocba.school.pages.models import PageVersion
from hocba.school.signing.listing import Offer, by_class
from hocba.school.signing.rights import Turn, turns_open_to


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil's page in that state (Vietnamese)."""

    lookup_code: str
    pupil: str
    state: str


def headships(person: str, *, at: datetime) -> Sequence[Post]:
    """The posts by which this person approves that day: as head, or in the head's place."""
    return [post for role, post in turns_open_to(person, at=at) if role is Role.HEAD]


def offers(posts: Iterable[Post]) -> Sequence[Offer]:
    """The classes of these posts' schools, by school, year and class."""
    # Who is head and stands in for one as well, approves as head.
    by_school = {post.unit_code: post for post in sorted(posts, key=_own_last)}
    names = units_by_code(by_school)
    pages = withdrawable(PageVersion.objects.filter(school_code__in=by_school))
    return [
        Offer(
            Turn(Role.HEAD, school, year, name, in_place_of=by_school[school].in_place_of),
            names[school].name,
            waiting,
        )
        for school, year, name, waiting in by_class(pages)
    ]


def _own_last(post: Post) -> bool:
    return not post.in_place_of


def rows_of(turn: Turn) -> Sequence[Row]:
    """The class's pages with signatures that may be withdrawn, in the order of their drafting."""
    return [
        Row(
            version.transcript_id,
            read_page(bytes(version.content)).pupil.full_name,
            State(version.state).vietnamese,
        )
        for version in withdrawable(turn.pages()).order_by("id")
    ]


def withdrawable(pages: QuerySet[PageVersion]) -> QuerySet[PageVersion]:
    """Those that are signed and not on their way to the Department, or came back from there."""
    return pages.filter(state__in=TRANSITIONS[Action.WITHDRAW].sources)
