"""What limits remember. It is no personal data and may be emptied at any time."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """How often ``subject`` (a lookup code or a visitor's digest) was counted in a window."""

    pk = models.CompositePrimaryKey("limit", "subject", "begins")
    limit = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    begins = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()


class SpentTask(models.Model):
    """A task whose solution was taken, so that it is not taken twice."""

    nonce = models.CharField(max_length=32, primary_key=True)
    until = models.DateTimeField(db_index=True)
