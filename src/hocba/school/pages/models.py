"""The school's tables: who has which lookup code, and each version of each page.

A version's bytes are the canonical ``HocBa`` element (see ``hocba.core.packet``); the
columns beside them only help to find it. What has been reported is history: the database
refuses to change or remove it.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hocba.core.lifecycle import TRANSITIONS, State
from hocba.core.record import ClassYear, SchoolLevel

ENDED = (State.RECALLED.value, State.REPLACED.value)
"""A version in one of these states makes room for the next."""

IN_FORCE = (State.ACCEPTED.value, State.LOCKED.value)
"""The pupil's page of the year as the Department has it; the next may be in work beside it."""

IN_WORK = tuple(state.value for state in State if state.value not in (*ENDED, *IN_FORCE))
"""On the way to the Department."""

REPORTABLE = tuple(
    state.value for state in (State.DRAFT, State.SIGNED, State.ISSUED, State.REJECTED)
)
"""States in which the bytes may still change: before reporting, or after the Department's no."""


STEPS = sorted(
    (source.value, transition.target.value)
    for transition in TRANSITIONS.values()
    for source in transition.sources
)


class Transcript(models.Model):
    """One pupil's book for one level of schooling; owns the lookup code for life."""

    lookup_code = models.CharField(max_length=32, primary_key=True)
    personal_id = models.CharField(max_length=12)
    level = models.CharField(max_length=2)
    pupil_code = models.CharField(max_length=20)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("personal_id", "level", name="one_transcript_a_level"),
            models.CheckConstraint(
                condition=Q(lookup_code__regex=r"^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$"),
                name="lookup_code_is_uuid_v4",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="lookup_code_for_life", fields=["lookup_code", "personal_id", "level"]
            ),
        ]


class SentPacket(models.Model):
    """A packet that left the school, and the registry's signed answer once it has come."""

    packet_id = models.UUIDField(primary_key=True)
    school_code = models.CharField(max_length=20)
    school_year = models.CharField(max_length=9)
    class_name = models.CharField(max_length=20)
    content = models.BinaryField()
    sent_at = models.DateTimeField()
    receipt = models.BinaryField(null=True)

    class Meta:
        triggers = [
            pgtrigger.ReadOnly(name="sent_bytes_stand", fields=["content", "sent_at"]),
        ]


class Packing(models.Model):
    """A packet that waits for the school's signature; it becomes the SentPacket of its id.

    ``pages`` are the versions in it, id and revision, in their order; their bytes are taken
    from them when the value comes in. ``references``, ``certificates`` (base64 DER, the
    signer's first), ``algorithm`` and ``signing_time`` are the form of the signature, and the
    time is the packet's own as well; a value is taken until ``expires_at``.
    """

    packet_id = models.UUIDField(primary_key=True)
    department_code = models.CharField(max_length=2)
    school_code = models.CharField(max_length=20)
    school_name = models.CharField(max_length=200)
    level = models.CharField(max_length=2)
    grade = models.PositiveSmallIntegerField()
    class_name = models.CharField(max_length=20)
    school_year = models.CharField(max_length=9)
    pages = models.JSONField()
    references = models.JSONField()
    certificates = ArrayField(models.TextField())
    algorithm = models.CharField(max_length=100)
    signing_time = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("signing_time")), name="packing_lasts"
            ),
        ]
        indexes = [models.Index(fields=["school_code", "expires_at"])]

    @property
    def class_year(self) -> ClassYear:
        return ClassYear(
            self.department_code,
            self.school_code,
            self.school_name,
            SchoolLevel(self.level),
            self.grade,
            self.class_name,
            self.school_year,
        )


class PageVersions(models.QuerySet["PageVersion"]):
    def of_class(self, class_year: ClassYear) -> PageVersions:
        """The versions of one class's pages in its school year."""
        return self.filter(
            school_code=class_year.school_code,
            school_year=class_year.school_year,
            class_name=class_year.class_name,
        )


class PageVersion(models.Model):
    """One version of a page in the school's hands.

    ``signatures`` lists who has signed, in order: a role, for subject teachers with their
    subjects (``GVBM:TOAN+TINHOC``). ``revision`` counts changes of ``content``; every write
    names the revision that it read, so of two people who sign at once only one succeeds and
    nothing is overwritten.
    """

    transcript = models.ForeignKey(Transcript, models.PROTECT, related_name="versions")
    school_code = models.CharField(max_length=20)
    school_year = models.CharField(max_length=9)
    grade = models.PositiveSmallIntegerField()
    class_name = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    finished = models.BooleanField()
    signatures = ArrayField(models.CharField(max_length=200), default=list)
    packet = models.ForeignKey(SentPacket, models.PROTECT, null=True, related_name="versions")
    revision = models.PositiveIntegerField(default=1)
    content = models.BinaryField()
    updated_at = models.DateTimeField()

    objects = PageVersions.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "transcript", "school_year", "version", name="version_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["transcript", "school_year"],
                condition=Q(state__in=IN_WORK),
                name="one_version_in_work_a_year",
            ),
            models.UniqueConstraint(
                fields=["transcript", "school_year"],
                condition=Q(state__in=IN_FORCE),
                name="one_version_in_force_a_year",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="version_from_one"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="known_state"
            ),
        ]
        indexes = [models.Index(fields=["school_code", "school_year", "class_name"])]
        triggers = [
            pgtrigger.FSM(name="page_steps", field="state", transitions=STEPS),
            pgtrigger.Protect(
                name="reported_content_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__content__df=pgtrigger.F("new__content"))
                & ~pgtrigger.Q(old__state__in=REPORTABLE),
            ),
            pgtrigger.Protect(
                name="only_drafts_are_deleted",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state=State.DRAFT.value),
            ),
        ]


class JournalEntry(models.Model):
    """Who did what to which class or page, and when; only ever added to."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=20)
    school_code = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    count = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True)
