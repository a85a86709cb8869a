"""Transfers: one school hands a transcript over, the other accepts. The table keeps them all."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hocba.parties.models import Unit


class Ending(models.TextChoices):
    ACCEPTED = "accepted", "đã nhận"
    WITHDRAWN = "withdrawn", "đã rút lại"


class Transfer(models.Model):
    """A transcript that is handed over; it waits for the new school until it has an ``ending``."""

    lookup_code = models.CharField(max_length=32)
    from_school = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_school = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    handed_over_by = models.CharField(max_length=200)
    handed_over_at = models.DateTimeField()
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lookup_code"], condition=Q(ending=""), name="one_transfer_under_way"
            ),
            models.CheckConstraint(
                condition=~Q(from_school=F("to_school")), name="transfer_goes_elsewhere"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="transfer_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ending="", ended_by="", ended_at=None)
                | (Q(ending__in=Ending.values, ended_at__isnull=False) & ~Q(ended_by="")),
                name="transfer_ends_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["lookup_code", "ended_at"], name="transfers_of_a_transcript"),
            models.Index(
                fields=["to_school"], condition=Q(ending=""), name="transfers_waiting_for_a_school"
            ),
        ]
