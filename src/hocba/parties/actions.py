"""Changes to the parties. Every action takes a whole set and may be repeated without harm."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, connection, transaction

from hocba.core.errors import InputError
from hocba.core.lifecycle import Role
from hocba.parties.catalogue import UnitRow, unit_rows
from hocba.parties.models import Appointment, Certificate, Person, Unit
from hocba.parties.names import name_key


@dataclass(frozen=True, slots=True)
class Employee:
    """A person under their staff code; the personal ID is what they sign in with, if known."""

    code: str
    full_name: str
    personal_id: str = ""


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """Person ``person`` may sign as ``role`` at ``unit``, both days included."""

    person: str
    unit: str
    role: Role
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NewCertificate:
    """A certificate and its one owner: the code of a person or of a unit, the other empty."""

    der: bytes
    person: str = ""
    unit: str = ""


def load_units() -> int:
    """Put the plan's units into the tree, or bring them up to date; gives their number."""
    return put_units(unit_rows())


def put_units(rows: Iterable[UnitRow]) -> int:
    """Put units into the tree, or bring them up to date; gives their number.

    A parent stands before its children, or is there already.
    """
    units = [
        Unit(
            code=row.code,
            name=row.name,
            name_key=name_key(row.name),
            kind=row.kind,
            parent_id=row.parent or None,
            levels=list(row.levels),
            valid_to=row.valid_to,
        )
        for row in rows
    ]
    Unit.objects.bulk_create(
        units,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_key", "kind", "parent", "levels", "valid_to"],
    )
    return len(units)


def register_people(employees: Iterable[Employee]) -> None:
    """Add people, or bring their names up to date."""
    listed = list(employees)
    Person.objects.bulk_create(
        [Person(code=employee.code, full_name=employee.full_name) for employee in listed],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["full_name"],
    )
    know_as([employee for employee in listed if employee.personal_id])


def know_as(employees: Collection[Employee]) -> None:
    """Record by which personal ID each of them signs in; "" takes that away again.

    Raises InputError when somebody is unknown, or a number is not twelve digits or is somebody
    else's already; then none is recorded.
    """
    rows = [Person(code=each.code, personal_id=each.personal_id or None) for each in employees]
    try:
        with transaction.atomic():
            if Person.objects.bulk_update(rows, ["personal_id"]) != len(rows):
                codes = ", ".join(row.code for row in rows)
                raise InputError(f"Có mã người chưa có trong danh mục: {codes}.")
    except IntegrityError as error:
        raise InputError(
            "Không ghi được số định danh cá nhân: mỗi số gồm đúng 12 chữ số và là của một người."
        ) from error


def appoint(appointments: Iterable[NewAppointment]) -> None:
    """Appoint people; an appointment known by its first day gets its last day anew.

    Raises InputError when a person or unit is unknown, or two appointments overlap.
    """
    rows = [
        Appointment(
            person_id=new.person,
            unit_id=new.unit,
            role=new.role.value,
            valid_from=new.valid_from,
            valid_to=new.valid_to,
        )
        for new in appointments
    ]
    try:
        with transaction.atomic():
            Appointment.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["person", "unit", "role", "valid_from", "in_place_of"],
                update_fields=["valid_to"],
            )
            _check_owners_now()
    except IntegrityError as error:
        raise InputError(
            "Không ghi được việc phân công: có mã người hoặc mã đơn vị chưa có trong danh mục, ngày"
            " kết thúc trước ngày bắt đầu, hoặc hai lần phân công trùng thời gian."
        ) from error


def register_certificates(certificates: Iterable[NewCertificate]) -> None:
    """Add certificates; one that is already there is left as it stands.

    Raises InputError when the owner is unknown or not exactly one, or when a certificate is
    already somebody else's.
    """
    new = {sha256(certificate.der).digest(): certificate for certificate in certificates}
    rows = [
        Certificate(
            sha256=fingerprint,
            der=certificate.der,
            person_id=certificate.person or None,
            unit_id=certificate.unit or None,
        )
        for fingerprint, certificate in new.items()
    ]
    try:
        with transaction.atomic():
            Certificate.objects.bulk_create(rows, ignore_conflicts=True)
            _check_owners_now()
            _refuse_other_owners(new)
    except IntegrityError as error:
        raise InputError(
            "Không ghi được chứng thư số: mỗi chứng thư phải thuộc đúng một người hoặc một đơn vị"
            " đã có trong danh mục."
        ) from error


def _refuse_other_owners(new: dict[bytes, NewCertificate]) -> None:
    kept = Certificate.objects.filter(sha256__in=list(new)).values_list(
        "sha256", "person_id", "unit_id"
    )
    for fingerprint, person, unit in kept:
        certificate = new[bytes(fingerprint)]
        if (person or "", unit or "") != (certificate.person, certificate.unit):
            raise InputError("Một chứng thư số đã được ghi cho người hoặc đơn vị khác.")


def _check_owners_now() -> None:
    """Foreign keys wait for the commit otherwise, where nobody could say what was wrong."""
    connection.check_constraints()


def revoke(fingerprint: bytes, *, at: datetime) -> None:
    """Note that a certificate is revoked from ``at`` on; raises InputError if it cannot be."""
    changed = Certificate.objects.filter(sha256=fingerprint, revoked_at=None).update(revoked_at=at)
    if changed != 1:
        raise InputError("Không thu hồi được chứng thư số: chưa có trong danh mục hoặc đã thu hồi.")
