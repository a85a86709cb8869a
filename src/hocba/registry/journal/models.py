"""The registry's journal. The database refuses to change or remove a line of it."""

from __future__ import annotations

from django.db import models

from hocba.registry.journal.origin import origin


class JournalEntry(models.Model):
    """One act: who (``actor``) did what (``action``), when (``at``), from where, and to what.

    An act upon single pages names each of them; an act upon a set, such as a packet or a
    lock, is one line whose ``detail`` holds the counts and the digest of the packet or the
    size of the ledger, where the pages themselves are named. ``school_code`` is the school whose
    act it is, or that it concerns; empty when it is of no single school. ``origin`` fills itself.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=20)
    school_code = models.CharField(max_length=50, blank=True)
    school_year = models.CharField(max_length=9)
    lookup_code = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(null=True)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    origin = models.JSONField(default=origin)

    class Meta:
        indexes = [
            models.Index(
                fields=["lookup_code"],
                name="journal_by_lookup_code",
                condition=~models.Q(lookup_code=""),
            ),
            models.Index(fields=["at"], name="journal_by_time"),
            models.Index(
                fields=["school_code", "at"],
                name="journal_by_school",
                condition=~models.Q(school_code=""),
            ),
        ]
