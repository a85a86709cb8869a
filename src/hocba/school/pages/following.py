"""What became of the school's accepted pages at the register: locked, recalled, replaced.

The register is the root of truth: the school's own table follows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from hocba.adapters.register import ToldPage
from hocba.core.lifecycle import Action, State
from hocba.core.packet import Deed, Order
from hocba.school.pages import journal
from hocba.school.pages.models import PageVersion
from hocba.school.pages.steps import move

_BY: Mapping[str, Action] = {
    State.LOCKED: Action.LOCK,
    State.RECALLED: Action.RECALL,
    State.REPLACED: Action.REPLACE,
}


_ORDERED: Mapping[Deed, State] = {Deed.RECALL: State.RECALLED, Deed.LOCK: State.LOCKED}


def follow_order(order: Order, done: Collection[str], *, at: datetime) -> Mapping[State, int]:
    """The same from the register's answer to an order: ``done`` are its lookup codes."""
    if order.deed not in _ORDERED:
        return {}
    state = _ORDERED[order.deed]
    told = [
        ToldPage(page.lookup_code, page.version, state)
        for page in order.pages
        if page.version is not None and page.lookup_code in done
    ]
    return follow(told, school_code=order.school_code, school_year=order.school_year, at=at)


@transaction.atomic
def follow(
    told: Iterable[ToldPage], *, school_code: str, school_year: str, at: datetime
) -> Mapping[State, int]:
    """Move the versions that the school holds as accepted to the state that the register told.

    How many came to each state; taking the same word again changes nothing. A version that the
    school does not have, or whose receipt it has not taken in yet, stays as it is.
    """
    accepted = PageVersion.objects.select_for_update().filter(
        school_code=school_code, school_year=school_year, state=State.ACCEPTED
    )
    held = {(version.transcript_id, version.version): version for version in accepted}
    moved: defaultdict[State, list[PageVersion]] = defaultdict(list)
    for page in told:
        version = held.get((page.lookup_code, page.version))
        if version is not None and page.state in _BY:
            moved[State(page.state)].append(version)
    for state, versions in moved.items():
        move(versions, _BY[state], at=at)
        journal.record(versions, _BY[state], "Sở GDĐT", at=at)
    return {state: len(versions) for state, versions in moved.items()}
