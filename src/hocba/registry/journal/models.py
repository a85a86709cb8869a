"""The registry's journal. The database refuses to change or remove a line of it."""

from __future__ import annotations

from django.db import models


class JournalEntry(models.Model):
    """One act: who (``actor``) did what (``action``), when (``at``), and to what.

    An act upon single pages names each of them; an act upon a set, such as a packet or a
    lock, is one line whose ``detail`` holds the counts and the digest of the packet or the
    size of the ledger, where the pages themselves are named.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=20)
    school_year = models.CharField(max_length=9)
    lookup_code = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(null=True)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(
                fields=["lookup_code"],
                name="journal_by_lookup_code",
                condition=~models.Q(lookup_code=""),
            )
        ]
