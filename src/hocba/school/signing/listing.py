"""What the signing pages list: classes that wait, pupils of a class, pages of a session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, QuerySet

from hocba.core.codes import SUBJECTS
from hocba.core.lifecycle import SIGNING_ORDER, Role, State
from hocba.core.packet import read_page
from hocba.core.record import Page
from hocba.parties.queries import units_by_code
from hocba.school.pages.models import ENDED, PageVersion
from hocba.school.signing.forms import words_of
from hocba.school.signing.models import ItemState, SigningSession
from hocba.school.signing.rights import Turn, turns_open_to
from hocba.school.signing.signatory import label_of
from hocba.school.signing.turns import awaiting


@dataclass(frozen=True, slots=True)
class Offer:
    """A class of which pages wait for what somebody may do."""

    turn: Turn
    school_name: str
    waiting: int

    @property
    def address(self) -> str:
        """The query that names the turn."""
        return urlencode(words_of(self.turn))


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A pupil of the class; ``signed`` has the columns: who signs, and whether they have."""

    number: int
    pupil: str
    state: str
    signed: tuple[tuple[str, bool], ...]
    waits: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A subject that a teacher may tick."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ClassList:
    school_name: str
    rows: Sequence[ClassRow]
    waiting: int
    choices: Sequence[Choice]

    @property
    def chosen(self) -> Sequence[Choice]:
        return [choice for choice in self.choices if choice.chosen]


@dataclass(frozen=True, slots=True)
class SessionRow:
    item_id: int
    pupil: str
    state: str
    word: str
    reason: str


def offers(person: str, *, at: datetime) -> Sequence[Offer]:
    """The classes with pages that wait for this person, by school year, school and class."""
    turns = turns_open_to(person, at=at)
    schools = units_by_code({post.unit_code for _, post in turns})
    found = [
        Offer(turn, schools[turn.school_code].name, waiting)
        for role, post in turns
        for turn, waiting in _waiting_classes(role, post.unit_code, post.in_place_of)
    ]
    return sorted(found, key=_order)


def _waiting_classes(role: Role, school_code: str, in_place_of: str) -> Iterable[tuple[Turn, int]]:
    pages = PageVersion.objects.filter(school_code=school_code)
    for _, school_year, class_name, waiting in by_class(awaiting(role, label_of(role, ()), pages)):
        yield Turn(role, school_code, school_year, class_name, in_place_of=in_place_of), waiting


def by_class(pages: QuerySet[PageVersion]) -> Iterable[tuple[str, str, str, int]]:
    """School code, school year, class, and how many of ``pages`` are its; in that order."""
    order = ("school_code", "school_year", "class_name")
    return pages.order_by(*order).values_list(*order).annotate(Count("id"))


def _order(offer: Offer) -> tuple[object, ...]:
    turn = offer.turn
    return (
        turn.school_year,
        turn.school_code,
        SIGNING_ORDER.index(turn.role),
        turn.class_name,
        turn.in_place_of,
    )


def class_list(turn: Turn) -> ClassList:
    """The class with the newest page of each pupil, in the order of their drafting."""
    live = turn.pages().exclude(state__in=ENDED).order_by("id")
    versions = list({version.transcript_id: version for version in live}.values())
    pages = [read_page(bytes(version.content)) for version in versions]
    waiting = set(_awaiting_ids(turn))
    rows = [
        _class_row(number, version, page, waits=version.pk in waiting)
        for number, (version, page) in enumerate(zip(versions, pages, strict=True), start=1)
    ]
    return ClassList(
        school_name=pages[0].class_year.school_name if pages else "",
        rows=rows,
        waiting=len(waiting),
        choices=_choices(turn, versions, pages),
    )


def _awaiting_ids(turn: Turn) -> Iterable[int]:
    if turn.role is Role.SUBJECT_TEACHER and not turn.subjects:
        return ()
    return awaiting(turn.role, turn.label, turn.pages()).values_list("id", flat=True)


_COLUMNS = {
    Role.SUBJECT_TEACHER: "GVBM",
    Role.HOMEROOM_TEACHER: "GVCN",
    Role.HEAD: "HT",
    Role.SCHOOL: "PH",
}
"""How schools head the columns of a class list: the last is phát hành, by the seal."""


def _class_row(number: int, version: PageVersion, page: Page, *, waits: bool) -> ClassRow:
    roles = {label.partition(":")[0] for label in version.signatures}
    return ClassRow(
        number=number,
        pupil=page.pupil.full_name,
        state=State(version.state).vietnamese,
        signed=tuple((_COLUMNS[role], role.value in roles) for role in SIGNING_ORDER),
        waits=waits,
    )


def _choices(
    turn: Turn, versions: Sequence[PageVersion], pages: Sequence[Page]
) -> Sequence[Choice]:
    """The class's subjects that some page still has unsigned; none but for a subject teacher."""
    if turn.role is not Role.SUBJECT_TEACHER:
        return ()
    open_ones: set[str] = set()
    for version, page in zip(versions, pages, strict=True):
        if version.finished:
            taught = {subject.subject for subject in page.results.subjects}
            open_ones |= taught - _signed_subjects(version.signatures)
    return [
        Choice(code, subject.name_at(pages[0].class_year.level), code in turn.subjects)
        for code, subject in SUBJECTS.items()
        if code in open_ones
    ]


def _signed_subjects(labels: Iterable[str]) -> set[str]:
    return {code for label in labels for code in label.partition(":")[2].split("+")}


_ITEM_WORDS = {
    ItemState.WAITING: "chờ ký",
    ItemState.SIGNED: "đã ký",
    ItemState.FAILED: "chưa ký được",
}


def session_list(session: SigningSession) -> Sequence[SessionRow]:
    """The pages of a session, in the order in which they are signed."""
    items = session.items.select_related("version").order_by("id")
    return [
        SessionRow(
            item_id=item.pk,
            pupil=read_page(bytes(item.version.content)).pupil.full_name,
            state=item.state,
            word=_ITEM_WORDS[ItemState(item.state)],
            reason=item.reason,
        )
        for item in items
    ]
