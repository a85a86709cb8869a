"""The access log. The database refuses to change or remove a line of it."""

from __future__ import annotations

from django.db import models


class Asked(models.TextChoices):
    STATUS = "status", "tình trạng"
    TRANSCRIPT = "transcript", "học bạ"
    PDF = "pdf", "bản in"


class Look(models.Model):
    """One look at a lookup code: when, by whom, at what, and whether it was shown.

    ``who`` is a keyed digest of the visitor's network, or ``operator:`` and the name of the
    account on the machine.
    """

    at = models.DateTimeField()
    lookup_code = models.CharField(max_length=32)
    who = models.CharField(max_length=80)
    asked = models.CharField(max_length=12, choices=Asked.choices)
    shown = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["lookup_code", "at"], name="looks_at_a_transcript")]
        constraints = [
            models.CheckConstraint(condition=models.Q(asked__in=Asked.values), name="known_look")
        ]
