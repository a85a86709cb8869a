"""Signing sessions as the database keeps them.

A session is what one signer was shown at one moment; an item is one page of it and the form
of the signature that waits for its value. Both are kept afterwards: they tell with which
certificate, in whose place and when each page was signed, or why it was not.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hocba.core.lifecycle import SIGNING_ORDER
from hocba.school.pages.models import PageVersion


class ItemState(models.TextChoices):
    WAITING = "waiting", "chờ ký"
    SIGNED = "signed", "đã ký"
    FAILED = "failed", "chưa ký được"


class SigningSession(models.Model):
    """What a signer is about to sign, with which certificate, until when.

    ``owner_code`` names the person or the unit whose certificate it is, ``in_place_of`` the
    person for whom they sign, empty for nobody. ``label`` is how a page notes the signature.
    ``certificates`` are base64 DER, the signer's first. ``signing_time`` stands in every
    signature; values are taken until ``expires_at``, or until somebody has called the rest off
    at ``closed_at``. ``opened_by`` is the staff code of the person whose session it is in the
    browser, empty for one that this program opened for itself.
    """

    id = models.UUIDField(primary_key=True)
    school_code = models.CharField(max_length=20)
    role = models.CharField(max_length=12)
    label = models.CharField(max_length=200)
    owner_code = models.CharField(max_length=20)
    owner_name = models.CharField(max_length=200)
    in_place_of = models.CharField(max_length=20, blank=True)
    certificates = ArrayField(models.TextField())
    algorithm = models.CharField(max_length=100)
    signing_time = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_by = models.CharField(max_length=20, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in SIGNING_ORDER]),
                name="page_signing_role",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("signing_time")), name="session_lasts"
            ),
        ]
        indexes = [
            models.Index(fields=["owner_code", "expires_at"]),
            models.Index(fields=["opened_by", "expires_at"]),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="session_stands", exclude=["closed_at"]),
            pgtrigger.Protect(
                name="closed_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
        ]


class SigningItem(models.Model):
    """One page of a session, as it was at ``revision``.

    ``references`` are the covered Ids with their digests, in order. A page that failed may be
    tried again while the session lasts; one that is signed stays so. ``code`` and ``reason``
    say why it failed.
    """

    session = models.ForeignKey(SigningSession, models.CASCADE, related_name="items")
    version = models.ForeignKey(PageVersion, models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    signature_id = models.CharField(max_length=100)
    references = models.JSONField()
    state = models.CharField(max_length=10, default=ItemState.WAITING)
    code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("session", "version", name="page_once_a_session"),
            models.CheckConstraint(
                condition=Q(state=ItemState.WAITING, finished_at=None, code="")
                | Q(state=ItemState.SIGNED, finished_at__isnull=False, code="")
                | (Q(state=ItemState.FAILED, finished_at__isnull=False) & ~Q(code="")),
                name="item_says_how_it_ended",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="item_steps",
                field="state",
                transitions=[("waiting", "signed"), ("waiting", "failed"), ("failed", "signed")],
            ),
            pgtrigger.ReadOnly(
                name="prepared_stands",
                fields=["session", "version", "revision", "signature_id", "references"],
            ),
        ]
