"""What the Department has set: who may open what by law, and how long a former school still may.

Both are dated data. The database lets a legal basis be ended earlier and nothing else (see
``migrations/0002_guards.py``).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hocba.core.record import SchoolLevel
from hocba.parties.accounts.models import Organisation


class LegalBasis(models.Model):
    """``organisation`` may open transcripts by ``article``, for ``purpose``.

    Of the ``levels`` (MaCapHoc) named; the ``years`` named, or all if none is; and of the pupils
    of ``lookup_codes``, or, if none is named, of whoever hands over code and second fact. Both
    days are included.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="legal_bases")
    article = models.CharField(max_length=200)
    purpose = models.CharField(max_length=100)
    levels = ArrayField(models.CharField(max_length=2))
    years = ArrayField(models.CharField(max_length=9), default=list)
    lookup_codes = ArrayField(models.CharField(max_length=32), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField()
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(article="") & ~Q(purpose="") & ~Q(set_by="") & ~Q(levels=[]),
                name="legal_basis_is_named",
            ),
            models.CheckConstraint(
                condition=Q(levels__contained_by=[level.value for level in SchoolLevel]),
                name="legal_basis_of_known_levels",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="legal_basis_begins_before_it_ends"
            ),
        ]


class CustodyPeriod(models.Model):
    """From ``valid_from`` on: how many days after a transfer the former school may still look."""

    valid_from = models.DateField(primary_key=True)
    days = models.PositiveSmallIntegerField()
    article = models.CharField(max_length=200)
