"""Whose transcripts are wanted, and which versions of which pages they are made of now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from hocba.core.lifecycle import State
from hocba.registry.intake.models import LIVE, RegisteredPage


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pupils of a school in a school year, all or those of one class.

    ``drafts`` takes accepted pages in, too, with the mark BẢN NHÁP.
    """

    school_code: str
    school_year: str
    class_name: str = ""
    drafts: bool = False

    @property
    def states(self) -> Sequence[str]:
        return LIVE if self.drafts else (State.LOCKED.value,)


@dataclass(frozen=True, slots=True)
class Order:
    """A transcript to be printed. ``key`` changes with every version and state of its pages."""

    lookup_code: str
    class_name: str
    key: str


def orders(wanted: Wanted) -> list[Order]:
    """Class by class, in a fixed order, by two queries."""
    pupils = RegisteredPage.objects.filter(
        school_code=wanted.school_code, school_year=wanted.school_year, state__in=wanted.states
    )
    if wanted.class_name:
        pupils = pupils.filter(class_name=wanted.class_name)
    classes = dict(pupils.values_list("lookup_code", "class_name"))
    keys = _keys(wanted, list(classes))
    return sorted(
        (Order(code, name, keys[code]) for code, name in classes.items()),
        key=lambda order: (order.class_name, order.lookup_code),
    )


def _keys(wanted: Wanted, lookup_codes: list[str]) -> dict[str, str]:
    rows = RegisteredPage.objects.filter(live_code__in=lookup_codes, state__in=wanted.states)
    told = rows.order_by("lookup_code", "school_year").values_list("lookup_code", "sha256", "state")
    return {
        code: sha256(b"".join(bytes(digest) + state.encode() for _, digest, state in of_one))
        .hexdigest()[:16]
        for code, of_one in groupby(told, key=lambda row: str(row[0]))
    }  # fmt: skip


def pages(wanted: Wanted, some: Sequence[Order]) -> list[RegisteredPage]:
    """The pages of some of the transcripts, each transcript's oldest year first."""
    codes = [order.lookup_code for order in some]
    found = RegisteredPage.objects.filter(live_code__in=codes, state__in=wanted.states)
    return list(found.order_by("lookup_code", "school_year"))
