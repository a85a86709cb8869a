"""The root database's tables: packets as they came, and each version of each page.

The database keeps them by itself (see ``migrations/0002_guards.py``): bytes and facts never
change, a state moves only as the law of the life of a page allows, nothing is removed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Func, Q, When

from hocba.core.lifecycle import State

LIVE = (State.ACCEPTED.value, State.LOCKED.value)
"""States in which a version is the pupil's page of that year; there is at most one."""

_STATES = (*LIVE, State.REPLACED.value, State.RECALLED.value)


class Packet(models.Model):
    """A packet's bytes as they came in and the signed receipt that answers them for ever."""

    sha256 = models.BinaryField(unique=True)
    content = models.BinaryField()
    sender = models.CharField(max_length=200)
    school_code = models.CharField(max_length=50)
    received_at = models.DateTimeField()
    receipt = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256=Func(F("content"), function="sha256")),
                name="packet_digest_is_of_these_bytes",
            )
        ]


class Transcript(models.Model):
    """One pupil's book for one level: lookup code and personal ID belong together for life.

    The bond is made by the first page that is accepted. It can be undone only while no page
    holds it, that is when every page so far was recalled.
    """

    lookup_code = models.CharField(max_length=32, primary_key=True)
    personal_id = models.CharField(max_length=12)
    level = models.CharField(max_length=2)

    class Meta:
        constraints = [
            models.UniqueConstraint("personal_id", "level", name="one_transcript_a_pupil_and_level")
        ]


class RegisteredPage(models.Model):
    """One version of one page. ``content`` is the canonical ``<HocBa>`` that was verified.

    The columns beside it only help to find it; that ``sha256`` is of these bytes is checked
    on arrival. ``live_code`` is the lookup code while the version is live; with personal ID
    and level it refers to the transcript.
    """

    lookup_code = models.CharField(max_length=32)
    school_year = models.CharField(max_length=9)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=State.ACCEPTED.value)
    content = models.BinaryField()
    sha256 = models.BinaryField()
    personal_id = models.CharField(max_length=12)
    level = models.CharField(max_length=2)
    grade = models.PositiveSmallIntegerField()
    school_code = models.CharField(max_length=50)
    class_name = models.CharField(max_length=50)
    reassessed = models.BooleanField()
    packet = models.ForeignKey(Packet, models.PROTECT, related_name="pages")
    accepted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    effective_date = models.DateTimeField(null=True)
    live_code = models.GeneratedField(
        expression=Case(When(state__in=LIVE, then=F("lookup_code"))),
        output_field=models.CharField(max_length=32, null=True),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("lookup_code", "school_year", "version", name="version_once"),
            models.UniqueConstraint("live_code", "school_year", name="one_live_page_a_year"),
            models.UniqueConstraint(
                fields=["personal_id", "school_year"],
                condition=Q(state__in=LIVE),
                name="one_live_page_a_pupil_and_year",
            ),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="known_page_state"),
            models.CheckConstraint(
                condition=Q(state=State.LOCKED.value, effective_date__isnull=False)
                | (~Q(state=State.LOCKED.value) & Q(effective_date=None)),
                name="locked_pages_are_effective",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_at=None)
                | (~Q(state__in=LIVE) & Q(ended_at__isnull=False)),
                name="pages_end_when_recalled_or_replaced",
            ),
        ]
        indexes = [
            models.Index(
                fields=["school_year"],
                condition=Q(state=State.ACCEPTED.value),
                name="pages_waiting_to_be_locked",
            ),
            models.Index(fields=["school_code", "school_year"], name="pages_of_a_school"),
        ]


class Calendar(models.Model):
    """The windows of a school year; each day is the last on which the window is open.

    ``completed_until`` and ``reassessed_until`` are the schools', the other two the
    Department's towards the Ministry.
    """

    school_year = models.CharField(max_length=9, primary_key=True)
    completed_until = models.DateField()
    ministry_first_until = models.DateField()
    reassessed_until = models.DateField()
    ministry_second_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ministry_first_until__gt=F("completed_until"))
                & Q(reassessed_until__gt=F("ministry_first_until"))
                & Q(ministry_second_until__gt=F("reassessed_until")),
                name="windows_follow_each_other",
            )
        ]
