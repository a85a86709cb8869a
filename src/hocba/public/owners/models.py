"""Who is whose parent, what leave was given, and every transcript that was opened by a right.

The database keeps them by itself (see ``migrations/0002_guards.py``): a link and a grant stand as
they were made, and may be ended once; the log only grows.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from hocba.parties.accounts.models import Account, Organisation
from hocba.parties.models import Unit


class Relation(models.TextChoices):
    FATHER = "father", "cha"
    MOTHER = "mother", "mẹ"
    GUARDIAN = "guardian", "người giám hộ"


class ParentLink(models.Model):
    """Somebody is a pupil's father, mother or guardian, as a school or the Department attests.

    Both are named by personal ID. ``evidence`` names the paper that was seen (giấy khai sinh,
    quyết định giám hộ). The link ends by itself on the pupil's 18th birthday.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.CharField(max_length=12)
    parent = models.CharField(max_length=12)
    relation = models.CharField(max_length=10, choices=Relation.choices)
    evidence = models.CharField(max_length=200)
    made_by = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["parent"], name="links_of_a_parent")]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "parent"], condition=Q(ended_at=None), name="one_link_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(child__regex=r"^[0-9]{12}$", parent__regex=r"^[0-9]{12}$")
                & ~Q(child=F("parent")),
                name="link_joins_two_people",
            ),
            models.CheckConstraint(
                condition=Q(relation__in=Relation.values) & ~Q(evidence="") & ~Q(made_by=""),
                name="link_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="", reason="")
                | (Q(ended_at__gte=F("made_at")) & ~Q(ended_by="") & ~Q(reason="")),
                name="link_ends_by_somebody_for_a_reason",
            ),
        ]


class Grant(models.Model):
    """Leave to see some years of a pupil's transcripts: for one organisation, or by a link.

    Of a link only the SHA-256 of its secret is kept. ``until`` is exclusive.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    personal_id = models.CharField(max_length=12)
    given_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    secret = models.BinaryField(null=True, unique=True)
    years = ArrayField(models.CharField(max_length=9))
    purpose = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["personal_id"], name="grants_of_a_pupil")]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, secret__isnull=False)
                | Q(organisation__isnull=False, secret=None),
                name="grant_is_to_an_organisation_or_a_link",
            ),
            models.CheckConstraint(
                condition=~Q(years=[]) & ~Q(purpose=""), name="grant_has_years_and_a_purpose"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("given_at")), name="grant_begins_before_it_ends"
            ),
        ]

    @property
    def last_day(self) -> date:
        """The last day of the grant, as it was asked for."""
        return (localtime(self.until) - timedelta(microseconds=1)).date()


class Ground(models.TextChoices):
    OWNER = "owner", _("chủ học bạ")
    PARENT = "parent", _("cha mẹ, người giám hộ")
    GRANT = "grant", _("được chủ học bạ cho phép")
    LINK = "link", _("mở bằng đường dẫn được cấp")
    LAW = "law", _("theo quy định của pháp luật")
    CUSTODY = "custody", _("trường đang quản lý hoặc vừa chuyển đi")


class Form(models.TextChoices):
    SCREEN = "screen", _("xem trên màn hình")
    PDF = "pdf", _("lấy bản in")
    DATA = "data", _("lấy dữ liệu")


class Opening(models.Model):
    """One transcript opened by a right: when, by whom, on what ground, for what, which years.

    ``who`` is the name that the owner reads; ``purpose`` is the grant's, or the article.
    """

    at = models.DateTimeField()
    lookup_code = models.CharField(max_length=32)
    who = models.CharField(max_length=200)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, related_name="uses")
    ground = models.CharField(max_length=10, choices=Ground.choices)
    purpose = models.CharField(max_length=300)
    form = models.CharField(max_length=10, choices=Form.choices)
    years = ArrayField(models.CharField(max_length=9))

    class Meta:
        indexes = [models.Index(fields=["lookup_code", "at"], name="openings_of_a_transcript")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=Ground.values, form__in=Form.values) & ~Q(who=""),
                name="known_opening",
            )
        ]
