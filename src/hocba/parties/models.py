"""The parties' tables. Codes are the keys: they are stable, unique and known to everyone."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Regex

from hocba.core.lifecycle import Role
from hocba.core.record import SchoolLevel

PERSONAL_ROLES = (
    Role.SUBJECT_TEACHER.value,
    Role.HOMEROOM_TEACHER.value,
    Role.HEAD.value,
)
"""What a person may be appointed to sign as; the other roles belong to a unit's seal."""

APPOINTED_ROLES = (*PERSONAL_ROLES, Role.CLERK.value, Role.OFFICER.value)
"""What a person may be appointed to: the clerk signs nothing of their own, but keeps the seal; the
officer of a district or of the Department watches what its schools do."""

LONGEST_SUBSTITUTION = timedelta(days=366)
"""Nobody stands in for somebody for longer than a school year without a new decision."""


class UnitKind(models.TextChoices):
    DEPARTMENT = "department", "Sở GDĐT"
    DISTRICT_OFFICE = "district_office", "Phòng GDĐT"
    SCHOOL = "school", "Trường"


class Unit(models.Model):
    """A place in the tree of administration.

    A school stands under a district office, or straight under the department. ``valid_to`` is
    the last day of the unit's life, None while it lives; ``levels`` are MaCapHoc codes,
    empty where the catalogue does not tell.
    """

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    levels = ArrayField(models.CharField(max_length=2), default=list)
    tax_code = models.CharField(max_length=14, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["name_key"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=UnitKind.DEPARTMENT, parent=None)
                | (~Q(kind=UnitKind.DEPARTMENT) & Q(parent__isnull=False)),
                name="only_a_department_has_no_parent",
            ),
            models.CheckConstraint(condition=~Q(parent=F("code")), name="no_unit_under_itself"),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="known_unit_kind"),
            models.CheckConstraint(
                condition=Q(levels__contained_by=[level.value for level in SchoolLevel]),
                name="known_school_levels",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="unit_begins_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who works at a school or an office, under their staff code.

    ``personal_id`` is the 12-digit number that the national ID knows them by; without it they
    cannot sign in as staff.
    """

    code = models.CharField(max_length=20, primary_key=True)
    full_name = models.CharField(max_length=200)
    personal_id = models.CharField(max_length=12, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(personal_id__regex=r"^[0-9]{12}$"), name="person_has_twelve_digits"
            )
        ]

    def __str__(self) -> str:
        return self.code


_DAYS = Func(
    "valid_from",
    "valid_to",
    RangeBoundary(inclusive_upper=True),
    function="daterange",
    output_field=DateRangeField(),
)


_REWRITTEN = """
    OLD.in_place_of_id IS NOT NULL AND (
        NEW.valid_to > OLD.valid_to
        OR (NEW.person_id, NEW.unit_id, NEW.role, NEW.valid_from, NEW.in_place_of_id, NEW.decision)
           IS DISTINCT FROM
           (OLD.person_id, OLD.unit_id, OLD.role, OLD.valid_from, OLD.in_place_of_id, OLD.decision)
    )
"""


class Appointment(models.Model):
    """What a person may sign as, at which unit, from when to when (both days included).

    With ``in_place_of`` it is a substitution (uỷ quyền, ký thay): the person signs for that
    other one, by a written ``decision``, never without an end. Substitutions are kept for
    ever; what may still come is an earlier end.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    in_place_of = models.ForeignKey(Person, models.PROTECT, null=True, related_name="substitutions")
    decision = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "role", "valid_from", "in_place_of"],
                nulls_distinct=False,
                name="appointed_once",
            ),
            models.CheckConstraint(condition=Q(role__in=APPOINTED_ROLES), name="personal_role"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="appointment_begins_before_it_ends"
            ),
            ExclusionConstraint(
                name="no_two_appointments_at_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("in_place_of", Value("")), RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(in_place_of=None, decision="")
                | (
                    Q(in_place_of__isnull=False, valid_to__isnull=False)
                    & ~Q(decision="")
                    & ~Q(in_place_of=F("person"))
                ),
                name="substitution_has_an_end_and_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(in_place_of=None)
                | Q(valid_to__lte=F("valid_from") + LONGEST_SUBSTITUTION),
                name="substitution_is_limited_in_time",
            ),
            models.CheckConstraint(
                condition=Q(in_place_of=None)
                | Q(Regex(Cast("in_place_of", models.TextField()), r"^[A-Za-z0-9-]{1,20}$")),
                name="substituted_code_fits_a_signature",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="substitution_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_REWRITTEN),
            ),
            pgtrigger.Protect(
                name="keep_substitution",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__in_place_of__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"


class StaffAct(models.TextChoices):
    REGISTER = "register", "ghi vào danh mục"
    RENAME = "rename", "đổi họ tên"
    KNOW_AS = "know-as", "ghi số định danh để đăng nhập"
    FORGET = "forget", "bỏ số định danh để đăng nhập"
    APPOINT = "appoint", "phân công"
    END = "end", "ghi ngày cuối"


class StaffEntry(models.Model):
    """A line of the journal of staff: who did what, when, to whom; the table only grows.

    ``role``, ``unit`` and the days are of the appointment, empty where the act is upon the person.
    Neither names nor personal IDs stand here.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    act = models.CharField(max_length=10, choices=StaffAct.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(act__in=StaffAct.values), name="known_staff_act"),
        ]


class Certificate(models.Model):
    """A signer's X.509 certificate: a person's, or a unit's seal, never both.

    Its bytes and its owner never change; what may still come is the day it is revoked.
    """

    sha256 = models.BinaryField(max_length=32, unique=True)
    der = models.BinaryField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="certificates")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="certificates")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256=Func(F("der"), function="sha256")),
                name="fingerprint_is_of_these_bytes",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit=None) | Q(person=None, unit__isnull=False),
                name="certificate_has_one_owner",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="certificate_stands", fields=["sha256", "der", "person", "unit"]
            ),
            pgtrigger.Protect(name="keep_certificate", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="revoked_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__revoked_at__isnull=False,
                    old__revoked_at__df=pgtrigger.F("new__revoked_at"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return bytes(self.sha256).hex()
