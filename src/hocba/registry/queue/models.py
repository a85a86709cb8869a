"""The table of submissions: what was sent, by whom, and what has become of it."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q

from hocba.parties.access.models import Sender


class Standing(StrEnum):
    """Where a submission stands. All but the first are final."""

    WAITING = "waiting"
    ANSWERED = "answered"
    """Taken in: the register's packet and its signed receipt answer it page by page."""
    REFUSED = "refused"
    """No packet that can be read: ``code`` and ``message`` say why."""
    SET_ASIDE = "set-aside"
    """Every attempt broke off; kept to be looked at, it holds nobody up."""


class Submission(models.Model):
    """Bytes that a sender handed in under a GUID of its own, addressed to ``school_code``.

    ``content`` is kept until it is taken in; from then on the register's packet holds the
    very bytes. ``starts`` counts the attempts that did not come to an orderly end; ``turn`` is
    its place among all schools (see ``submitting``).
    """

    sender = models.ForeignKey(Sender, models.PROTECT, related_name="+")
    guid = models.UUIDField()
    sha256 = models.BinaryField()
    content = models.BinaryField(null=True)
    school_code = models.CharField(max_length=50)
    received_at = models.DateTimeField()
    turn = models.PositiveIntegerField()
    standing = models.CharField(max_length=10, default=Standing.WAITING.value)
    starts = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=50, blank=True)
    message = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["school_code", "-id"], name="last_submission_of_a_school"),
            models.Index(fields=["-turn"], name="last_turn"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sender", "guid"], name="one_submission_a_guid"),
            models.CheckConstraint(
                condition=Q(standing__in=list(Standing)), name="known_submission_standing"
            ),
            models.CheckConstraint(
                condition=Q(content__isnull=False) | ~Q(standing=Standing.WAITING),
                name="what_waits_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[Standing.REFUSED, Standing.SET_ASIDE])
                ^ Q(code="", message=""),
                name="only_failures_have_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.guid)
