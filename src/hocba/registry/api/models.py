"""Calls that changed something, and what was answered: the log, and the memory of repetition."""

from __future__ import annotations

from django.db import models

from hocba.parties.access.models import Sender, Token


class Call(models.Model):
    """A call under the sender's GUID, by which token, and its answer.

    ``digest`` is of method, address and body, so that the same GUID with something else is
    told apart from a repetition.
    """

    sender = models.ForeignKey(Sender, models.PROTECT, related_name="+")
    guid = models.UUIDField()
    token = models.ForeignKey(Token, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.BinaryField()
    answer = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "guid"], name="one_answer_a_guid")]

    def __str__(self) -> str:
        return str(self.guid)


class Tally(models.Model):
    """How often a token called in a minute. It may be emptied at any time."""

    pk = models.CompositePrimaryKey("token", "minute")
    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    minute = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()
