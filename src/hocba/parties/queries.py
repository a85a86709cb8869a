"""Who may sign for whom, and where a unit stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from hocba.core.errors import InputError
from hocba.core.lifecycle import Role
from hocba.parties.models import Appointment, Certificate, Unit, UnitKind
from hocba.parties.names import name_key


class SignerKind(StrEnum):
    PERSON = "person"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Post:
    """A role at a unit, from when to when, both days included; None is without end.

    ``in_place_of`` is the staff code of the person for whom the role is filled, empty for one
    filled in one's own right.
    """

    unit_code: str
    role: Role
    valid_from: date | None = None
    valid_to: date | None = None
    in_place_of: str = ""

    def covers(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, slots=True)
class Signer:
    """The owner of a certificate. A unit's seal holds one post: the unit's own."""

    kind: SignerKind
    code: str
    name: str
    posts: tuple[Post, ...]
    revoked_at: datetime | None = None

    def may_sign(self, role: Role, unit_code: str, at: datetime, *, in_place_of: str = "") -> bool:
        """Whether the signer held this role at this unit, the certificate not revoked.

        Who signs ``in_place_of`` somebody must be recorded as doing so for that very person;
        who signs for nobody else must hold the role themselves. ``at`` is aware, in the time
        zone whose calendar the appointments follow.
        """
        if self.revoked_at is not None and self.revoked_at <= at:
            return False
        return any(
            (post.role, post.unit_code, post.in_place_of) == (role, unit_code, in_place_of)
            and post.covers(at.date())
            for post in self.posts
        )


_COLUMNS = (
    "sha256",
    "revoked_at",
    "person__code",
    "person__full_name",
    "person__appointments__unit_id",
    "person__appointments__role",
    "person__appointments__valid_from",
    "person__appointments__valid_to",
    "person__appointments__in_place_of",
    "unit__code",
    "unit__name",
    "unit__kind",
    "unit__valid_from",
    "unit__valid_to",
)


def signers(fingerprints: Collection[bytes]) -> dict[bytes, Signer]:
    """The owners of the certificates with these SHA-256 fingerprints, in one query.

    A certificate that nobody registered is not in the answer.
    """
    found: dict[bytes, Signer] = {}
    rows = Certificate.objects.filter(sha256__in=list(fingerprints)).values(*_COLUMNS)
    for row in rows:
        fingerprint = bytes(row["sha256"])
        signer = found.get(fingerprint) or _owner(row)
        found[fingerprint] = replace(signer, posts=(*signer.posts, *_post(row)))
    return found


def posts_of(person_code: str) -> tuple[Post, ...]:
    """What this person was ever appointed to, in their own right and in somebody's place."""
    rows = Appointment.objects.filter(person=person_code).order_by("unit", "role", "valid_from")
    return tuple(
        Post(row.unit_id, Role(row.role), row.valid_from, row.valid_to, row.in_place_of_id or "")
        for row in rows
    )


def _owner(row: dict[str, Any]) -> Signer:
    if row["unit__code"] is not None:
        code, name, kind = row["unit__code"], row["unit__name"], SignerKind.UNIT
    else:
        code, name, kind = row["person__code"], row["person__full_name"], SignerKind.PERSON
    return Signer(kind, code, name, (), row["revoked_at"])


def _post(row: dict[str, Any]) -> Iterable[Post]:
    """The post that this row tells of; a person without appointments has none."""
    if row["unit__code"] is not None:
        role = Role.DEPARTMENT if row["unit__kind"] == UnitKind.DEPARTMENT else Role.SCHOOL
        yield Post(row["unit__code"], role, row["unit__valid_from"], row["unit__valid_to"])
    elif row["person__appointments__role"] is not None:
        yield Post(
            row["person__appointments__unit_id"],
            Role(row["person__appointments__role"]),
            row["person__appointments__valid_from"],
            row["person__appointments__valid_to"],
            row["person__appointments__in_place_of"] or "",
        )


def units_by_code(codes: Collection[str]) -> dict[str, Unit]:
    """The units with these codes, in one query; an unknown code is not in the answer."""
    return Unit.objects.in_bulk(list(codes))


def department_of(unit_code: str) -> str:
    """The code of the department above this unit; its own when it is one. Raises DoesNotExist."""
    unit = Unit.objects.select_related("parent__parent").get(pk=unit_code)
    while unit.parent is not None:
        unit = unit.parent
    return unit.code


def find_school(name: str, *, under: str = "") -> Unit:
    """The one school of that name, however it is spelt; ``under`` is the name of the unit above.

    Raises InputError when there is none, or when the name does not tell two apart.
    """
    schools = Unit.objects.filter(kind=UnitKind.SCHOOL, name_key=name_key(name))
    if under:
        schools = schools.filter(parent__name_key=name_key(under))
    found = list(schools.order_by("code")[:2])
    if len(found) == 1:
        return found[0]
    where = f" thuộc {under}" if under else ""
    if not found:
        raise InputError(f"Không có trường «{name}»{where} trong danh mục đơn vị.")
    raise InputError(
        f"Có nhiều đơn vị tên «{name}»{where} trong danh mục ({found[0].code}, {found[1].code}, …);"
        " hãy ghi rõ mã trường."
    )
