"""The Department's outbox towards the Ministry. Everything in it only grows.

A page stands in one batch; only when the Ministry has returned it may it stand in another.
Whether a page has the Ministry's receipt is the one thing that may still be written, once.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q

from hocba.core.packet import Standing
from hocba.registry.intake.models import RegisteredPage


class Batch(models.Model):
    """A signed dispatch as it is sent, the same bytes as often as need be, under its GUID."""

    id = models.UUIDField(primary_key=True)
    school_year = models.CharField(max_length=9)
    content = models.BinaryField()
    sha256 = models.BinaryField(unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256=Func(F("content"), function="sha256")),
                name="batch_digest_is_of_these_bytes",
            )
        ]


class ReportedPage(models.Model):
    """A locked page in a batch; ``standing`` is what the Ministry's receipt says, empty before."""

    page = models.ForeignKey(RegisteredPage, models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="pages")
    standing = models.CharField(max_length=9, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=~Q(standing=Standing.RETURNED.value),
                name="one_batch_a_page",
            ),
            models.UniqueConstraint(fields=["batch", "page"], name="a_page_once_in_a_batch"),
            models.CheckConstraint(
                condition=Q(standing__in=["", *(each.value for each in Standing)]),
                name="known_page_standing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["standing"],
                condition=~Q(standing=Standing.HELD.value),
                name="pages_not_held_above",
            )
        ]


class MinistryReceipt(models.Model):
    """The Ministry's signed answer to a batch, believed and kept."""

    batch = models.OneToOneField(
        Batch, models.PROTECT, primary_key=True, related_name="ministry_receipt"
    )
    content = models.BinaryField()
    received_at = models.DateTimeField()


class Attempt(models.Model):
    """A batch was sent and no receipt came that could be believed; not before ``retry_at`` again.

    ``away`` says that the Ministry could not be reached at all.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    retry_at = models.DateTimeField()
    away = models.BooleanField()
    reason = models.TextField()


class SeenHead(models.Model):
    """A signed head of the other side's ledger, as it was when both were compared."""

    origin = models.CharField(max_length=200)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.BinaryField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "size"], name="one_head_a_size_of_a_ledger")
        ]
