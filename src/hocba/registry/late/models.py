"""Requests to report after the window, and what the Department decided. Both only grow."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hocba.parties.models import Unit


class LateRequest(models.Model):
    """A school asks to report one pupil's page of a year late, and says why."""

    school = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    school_year = models.CharField(max_length=9)
    personal_id = models.CharField(max_length=12)
    reason = models.CharField(max_length=500)
    requested_by = models.CharField(max_length=200)
    requested_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["school_year", "school", "personal_id"], name="late_pupils")
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="lateness_has_a_reason")
        ]


class LateDecision(models.Model):
    """The Department's one answer to a request: ``until`` is the last day, None if refused."""

    request = models.OneToOneField(
        LateRequest, models.PROTECT, primary_key=True, related_name="decision"
    )
    until = models.DateField(null=True)
    note = models.CharField(max_length=500)
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="decision_says_why")]
