"""Who may watch which units: an officer, those at and below the offices that they serve today."""

from __future__ import annotations

from dataclasses import dataclass

from hocba.adapters import clock
from hocba.core.lifecycle import Role
from hocba.parties.accounts.models import Account
from hocba.parties.accounts.queries import on_day
from hocba.parties.models import Appointment, Unit


@dataclass(frozen=True, slots=True)
class Watch:
    """An officer's offices: districts, the Department, mostly one."""

    offices: tuple[Unit, ...]

    def of(self, code: str) -> tuple[Unit, ...]:
        """The unit under its parents, the highest that may be watched first; none if it may not.

        One query. The tree is three deep: Department, district, school.
        """
        unit = Unit.objects.filter(code=code).select_related("parent__parent").first()
        road: list[Unit] = []
        while unit is not None:
            road.insert(0, unit)
            unit = unit.parent
        own = {office.code for office in self.offices}
        first = next((place for place, each in enumerate(road) if each.code in own), None)
        return () if first is None else tuple(road[first:])


def watch(account: Account) -> Watch | None:
    """The judge of these pages. One query; None when nobody's officer."""
    posts = Appointment.objects.filter(
        on_day(clock.now().date()),
        person__personal_id=account.personal_id,
        role=Role.OFFICER.value,
        in_place_of=None,
    )
    offices = tuple(post.unit for post in posts.select_related("unit").order_by("unit"))
    return Watch(offices) if offices else None
