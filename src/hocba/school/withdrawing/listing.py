"""Which pages have signatures that may be withdrawn: by class, and pupil by pupil."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, QuerySet

from hocba.core.lifecycle import TRANSITIONS, Action, Role, State
from hocba.core.packet import read_page
from hocba.parties.queries import Post, units_by_code
from hocba.school.pages.models import PageVersion
from hocba.school.signing.forms import words_of
from hocba.school.signing.rights import Turn, turns_open_to


@dataclass(frozen=True, slots=True)
class Offer:
    """A class with pages whose signatures may be withdrawn."""

    turn: Turn
    school_name: str
    pages: int

    @property
    def address(self) -> str:
        """The query that names the class."""
        return urlencode(words_of(self.turn))


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
    by_school = {post.unit_code: post for post in posts}
    names = units_by_code(by_school)
    order = ("school_code", "school_year", "class_name")
    rows = withdrawable(PageVersion.objects.filter(school_code__in=by_school))
    counts = rows.order_by(*order).values_list(*order).annotate(Count("id"))
    return [
        Offer(
            Turn(Role.HEAD, school, year, name, in_place_of=by_school[school].in_place_of),
            names[school].name,
            pages,
        )
        for school, year, name, pages in counts
    ]


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
