"""What is recorded of the people, units and posts that a list speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from hocba.core.lifecycle import Role
from hocba.parties.models import Appointment, Person, Unit
from hocba.parties.staffing.rows import StaffRow


class Post(NamedTuple):
    """A post in one's own right, by what it is known by."""

    person: str
    unit: str
    role: Role
    begins: date


@dataclass(frozen=True, slots=True)
class Known:
    """``posts`` gives the last day of each, None while there is none."""

    people: Mapping[str, Person]
    holders: Mapping[str, str]
    """Whose a personal ID is: the code of the person."""
    units: Mapping[str, Unit]
    posts: Mapping[Post, date | None]


def known_of(rows: Sequence[StaffRow]) -> Known:
    """Four queries; the units are locked until the transaction ends.

    Two lists that give one school two heads would else both find it without one.
    """
    codes, units = {row.code for row in rows}, sorted({row.unit for row in rows} - {""})
    numbers = {row.personal_id for row in rows} - {""}
    locked = Unit.objects.select_for_update().filter(code__in=units).order_by("code")
    return Known(
        units={unit.code: unit for unit in locked},
        people=Person.objects.in_bulk(list(codes)),
        holders={
            str(person.personal_id): person.code
            for person in Person.objects.filter(personal_id__in=numbers)
        },
        posts=_posts(codes, units),
    )


def _posts(codes: set[str], units: Sequence[str]) -> dict[Post, date | None]:
    """The posts of these people, and the heads of these units."""
    theirs = Q(person__in=codes) | Q(unit__in=units, role=Role.HEAD.value)
    rows = Appointment.objects.filter(theirs, in_place_of=None)
    return {
        Post(row.person_id, row.unit_id, Role(row.role), row.valid_from): row.valid_to
        for row in rows
    }
