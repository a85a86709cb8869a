"""Whom an account stands for."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from hocba.adapters import clock
from hocba.parties.accounts.models import Account, Membership, Organisation
from hocba.parties.models import Person


def staff(account: Account) -> Person | None:
    """The member of staff with this personal ID, if a school or an office has recorded it.

    What they may sign, where and when is told by their appointments.
    """
    return Person.objects.filter(personal_id=account.personal_id).first()


def on_day(day: date) -> Q:
    """What lives on that day, by ``valid_from`` and ``valid_to``, both included."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def member(account: Account) -> Organisation | None:
    """The organisation that this person acts for today, if it has not ended."""
    today = clock.now().date()
    serving = Membership.objects.filter(on_day(today), personal_id=account.personal_id)
    organisations = Organisation.objects.filter(on_day(today), members__in=serving)
    return organisations.select_related("unit").first()


def organisation_of_sender(sender_id: UUID) -> Organisation | None:
    """The organisation whose programs call under this GUID, if it has not ended."""
    living = Organisation.objects.filter(on_day(clock.now().date()), sender_id=sender_id)
    return living.select_related("unit").first()


def living_organisations() -> list[Organisation]:
    """The organisations of today, by name."""
    return list(Organisation.objects.filter(on_day(clock.now().date())).order_by("name"))
