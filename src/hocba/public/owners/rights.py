"""Whose transcripts are whose: the pupil's who is of age, else the linked parents'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hocba.adapters import clock
from hocba.core.codes import words
from hocba.core.packet import read_page
from hocba.core.record import Pupil, SchoolLevel
from hocba.parties.accounts.models import Account
from hocba.public.owners.models import Ground, ParentLink
from hocba.registry.intake.models import RegisteredPage

OF_AGE = 18
"""Bộ luật Dân sự 2015, Điều 20: người thành niên."""


@dataclass(frozen=True, slots=True)
class Book:
    """A transcript in the list of its owner: one level, its schools and locked years in order."""

    code: str
    level: SchoolLevel
    schools: tuple[str, ...]
    years: tuple[str, ...]

    @property
    def level_words(self) -> str:
        return words(self.level)


@dataclass(frozen=True, slots=True)
class Ward:
    """A pupil whose transcripts somebody may see: oneself, or one's child."""

    personal_id: str
    name: str
    ground: Ground
    books: tuple[Book, ...]

    @property
    def years(self) -> tuple[str, ...]:
        """All locked years, over all schools and levels, in order."""
        return tuple(sorted({year for book in self.books for year in book.years}))


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody signed in, with the pupils who are theirs today; often none."""

    account: Account
    wards: tuple[Ward, ...]

    def book(self, code: str) -> tuple[Ward, Book] | None:
        """The pupil and transcript with this code, if it is theirs."""
        return next(
            ((ward, book) for ward in self.wards for book in ward.books if book.code == code), None
        )

    def ward(self, personal_id: str) -> Ward | None:
        return next((ward for ward in self.wards if ward.personal_id == personal_id), None)


def owner(account: Account) -> Owner:
    """The judge of the owner's pages: everybody who is signed in, with what is theirs. Two queries.

    From the day a pupil is of age the right is the pupil's alone.
    """
    today = clock.now().date()
    links = ParentLink.objects.filter(parent=account.personal_id, ended_at=None)
    children = set(links.values_list("child", flat=True))
    pages = _pages({account.personal_id, *children})
    wards = []
    for personal_id, theirs in pages.items():
        newest = read_page(bytes(theirs[-1].content))
        own = personal_id == account.personal_id
        if own == is_of_age(newest.pupil, today):
            ground = Ground.OWNER if own else Ground.PARENT
            wards.append(Ward(personal_id, newest.pupil.full_name, ground, tuple(_books(theirs))))
    return Owner(account, tuple(wards))


def is_of_age(pupil: Pupil, today: date) -> bool:
    """Whether the 18th birthday has come; a 29 February is kept on 1 March."""
    born = pupil.birth_date
    return (today.year - born.year, today.month, today.day) >= (OF_AGE, born.month, born.day)


def _pages(personal_ids: set[str]) -> dict[str, list[RegisteredPage]]:
    found: dict[str, list[RegisteredPage]] = defaultdict(list)
    locked = RegisteredPage.objects.filter(
        personal_id__in=personal_ids, live_code__isnull=False, effective_date__isnull=False
    )
    for page in locked.order_by("personal_id", "school_year"):
        found[page.personal_id].append(page)
    return found


def _books(pages: Sequence[RegisteredPage]) -> Iterable[Book]:
    by_code: dict[str, list[RegisteredPage]] = defaultdict(list)
    for page in pages:
        by_code[page.lookup_code].append(page)
    for code, theirs in by_code.items():
        schools = (read_page(bytes(page.content)).class_year.school_name for page in theirs)
        yield Book(
            code,
            SchoolLevel(theirs[-1].level),
            tuple(dict.fromkeys(schools)),
            tuple(page.school_year for page in theirs),
        )
