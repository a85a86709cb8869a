"""Whom an account stands for."""

from __future__ import annotations

from hocba.parties.accounts.models import Account
from hocba.parties.models import Person


def staff(account: Account) -> Person | None:
    """The member of staff with this personal ID, if a school or an office has recorded it.

    What they may sign, where and when is told by their appointments.
    """
    return Person.objects.filter(personal_id=account.personal_id).first()
