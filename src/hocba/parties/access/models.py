"""Senders, their tokens, and the log of both. A secret is never stored, only its SHA-256.

The database keeps them by itself (see ``migrations/0002_guards.py``): what a token was issued
for stands, its life can only be shortened, a revocation is for good, the log only grows.
"""

from __future__ import annotations

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact

from hocba.parties.models import Unit


class Scope(StrEnum):
    """What a token may be for. The column is text, so that a new scope needs no migration."""

    REPORT = "report"
    """Send packets; ask what became of them and of a school's pages."""
    RECALL = "recall"
    """Take accepted pages back."""
    LOCK = "lock"
    """Lock accepted pages before the Department's day."""
    TRANSFER = "transfer"
    """Hand transcripts over, take them in; read those that the school keeps."""
    GATHER = "gather"
    """Report a Department's locked pages to the Ministry."""
    TAKE_OVER = "take-over"
    """Take transcripts over, under a grant or a legal basis."""


class Act(StrEnum):
    ISSUE = "issue"
    ROTATE = "rotate"
    REVOKE = "revoke"


class Sender(models.Model):
    """Whose program calls: a vendor, a school, an organisation; under a GUID for life."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="sender_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Token(models.Model):
    """A right of a sender: ``scopes`` for the granted units, until ``expires_at``.

    ``replaces`` is the token that it was rotated from; a token is rotated once at most.
    """

    sender = models.ForeignKey(Sender, models.PROTECT, related_name="tokens")
    digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Exact(
                    Func(F("digest"), function="octet_length", output_field=models.IntegerField()),
                    32,
                ),
                name="token_digest_is_a_sha256",
            ),
            models.CheckConstraint(condition=~Q(scopes=[]), name="token_is_for_something"),
            models.CheckConstraint(
                condition=Q(expires_at__gte=F("issued_at")), name="token_begins_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"


class Grant(models.Model):
    """A unit that the bearer of a token may act for."""

    pk = models.CompositePrimaryKey("token", "unit")
    token = models.ForeignKey(Token, models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")


class AccessEntry(models.Model):
    """One line of the log: who (``actor``) did what to which token, when."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    act = models.CharField(max_length=10)
    token = models.ForeignKey(Token, models.PROTECT, related_name="log")
    detail = models.JSONField(default=dict)
