"""Carry a list of staff out: all of it, or nothing while there is one doubt.

What is already as the list says stays as it is, so a list may be handed in again. Each change is
a line of the journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hocba.parties.actions import Employee, NewAppointment, appoint, know_as, register_people
from hocba.parties.models import StaffAct, StaffEntry
from hocba.parties.staffing.known import Known, Post, known_of
from hocba.parties.staffing.people import doubts_about_people
from hocba.parties.staffing.posts import Plan, plan_posts
from hocba.parties.staffing.rows import Doubt, StaffRow


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is doubtful, in the order of the lines; and, if nothing is, what changes."""

    doubts: Sequence[Doubt]
    entries: Sequence[StaffEntry] = ()


@transaction.atomic
def import_staff(
    rows: Sequence[StaffRow], *, by: str, at: datetime, rename: bool = False, try_only: bool = False
) -> Outcome:
    """Carry the list out, or only say what would change. A fixed number of queries.

    ``rename`` lets a line give somebody another name than the one that is recorded.
    """
    known = known_of(rows)
    plan = plan_posts(rows, known)
    doubts = sorted([*doubts_about_people(rows, known, rename=rename), *plan.doubts])
    if doubts:
        return Outcome(doubts)
    entries = [*_entries_of_people(rows, known, by, at), *_entries_of_posts(plan, known, by, at)]
    if not try_only:
        _write(rows, plan, known)
        StaffEntry.objects.bulk_create(entries)
    return Outcome((), entries)


@transaction.atomic
def sign_in_as(code: str, personal_id: str, *, by: str, at: datetime) -> None:
    """Record by which personal ID somebody signs in; "" takes that away. Raises InputError."""
    know_as([Employee(code, "", personal_id)])
    act = StaffAct.KNOW_AS if personal_id else StaffAct.FORGET
    StaffEntry.objects.create(at=at, actor=by, act=act, person_id=code)


def _write(rows: Sequence[StaffRow], plan: Plan, known: Known) -> None:
    names = {row.code: row.full_name for row in rows if row.full_name}
    register_people(Employee(code, name) for code, name in names.items())
    numbers = {row.code: row.personal_id for row in rows if row.personal_id}
    know_as([Employee(code, "", number) for code, number in numbers.items()])
    appoint(
        NewAppointment(post.person, post.unit, post.role, post.begins, plan.ends[post])
        for post in _changed(plan, known)
    )


def _changed(plan: Plan, known: Known) -> list[Post]:
    nothing = object()
    return [post for post in plan.touched if known.posts.get(post, nothing) != plan.ends[post]]


def _entries_of_people(
    rows: Sequence[StaffRow], known: Known, by: str, at: datetime
) -> Iterator[StaffEntry]:
    acts = dict.fromkeys(act for row in rows for act in _acts_upon(row, known))
    for code, act in acts:
        yield StaffEntry(at=at, actor=by, act=act, person_id=code)


def _acts_upon(row: StaffRow, known: Known) -> Iterator[tuple[str, StaffAct]]:
    recorded = known.people.get(row.code)
    if recorded is None:
        yield row.code, StaffAct.REGISTER
    elif row.full_name and row.full_name != recorded.full_name:
        yield row.code, StaffAct.RENAME
    if row.personal_id and (recorded is None or recorded.personal_id != row.personal_id):
        yield row.code, StaffAct.KNOW_AS


def _entries_of_posts(plan: Plan, known: Known, by: str, at: datetime) -> Iterator[StaffEntry]:
    for post in _changed(plan, known):
        yield StaffEntry(
            at=at,
            actor=by,
            act=StaffAct.END if post in known.posts else StaffAct.APPOINT,
            person_id=post.person,
            unit_id=post.unit,
            role=post.role.value,
            valid_from=post.begins,
            valid_to=plan.ends[post],
        )
