"""Accounts, and the organisations that people act for.

Accounts have no password and no e-mail address: only the national ID opens them.
"""

from __future__ import annotations

from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from hocba.parties.access.models import Sender
from hocba.parties.models import Unit


class Account(AbstractBaseUser):
    """One human being, by the 12-digit personal ID that the national provider vouches for.

    What the account may do hangs on whom the ID names – somebody on a school's staff, a pupil, a
    pupil's parent, somebody who works for an organisation – and is judged anew at each request,
    never kept here. The provider's lasting name for the person (``sub``) is kept beside it, in
    allauth's table; number and name belong together for life.
    """

    password = None  # type: ignore[assignment]
    personal_id = models.CharField(max_length=12, unique=True)
    full_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()

    USERNAME_FIELD = "personal_id"

    objects = BaseUserManager[Self]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(personal_id__regex=r"^[0-9]{12}$"), name="account_has_twelve_digits"
            )
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"


_DAYS = Func(
    "valid_from",
    "valid_to",
    RangeBoundary(inclusive_upper=True),
    function="daterange",
    output_field=DateRangeField(),
)


class Organisation(models.Model):
    """Who takes transcripts over: a university, a public service, an employer, or a school.

    ``unit`` is the school of the register that it is, if it is one; ``sender`` is the account of
    its programs, if it has any. Both days are included; without ``valid_to`` it has no end.
    """

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=200)
    unit = models.OneToOneField(Unit, models.PROTECT, null=True, related_name="+")
    sender = models.OneToOneField(Sender, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="organisation_begins_before_it_ends",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody who may act for an organisation, by personal ID; for one at a time."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    personal_id = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(personal_id__regex=r"^[0-9]{12}$"), name="member_has_twelve_digits"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="membership_begins_before_it_ends"
            ),
            ExclusionConstraint(
                name="member_of_one_organisation_at_a_time",
                expressions=[
                    ("personal_id", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
            ),
        ]
