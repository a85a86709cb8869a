"""Who may sign for whom, and where a unit stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hocba.adapters.bulk import fetch
from hocba.core.errors import InputError
from hocba.core.lifecycle import Role
from hocba.parties.models import Appointment, Unit, UnitKind
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


_SIGNERS = """
    SELECT certificate.sha256, certificate.revoked_at,
           person.code AS person, person.full_name, post.unit_id AS post_at, post.role,
           post.valid_from AS post_from, post.valid_to AS post_to, post.in_place_of_id,
           unit.code AS unit, unit.name, unit.kind, unit.valid_from, unit.valid_to
      FROM parties_certificate AS certificate
      LEFT JOIN parties_person AS person ON person.code = certificate.person_id
      LEFT JOIN parties_appointment AS post ON post.person_id = person.code
      LEFT JOIN parties_unit AS unit ON unit.code = certificate.unit_id
     WHERE certificate.sha256 = ANY(%s::bytea[])
"""


class _Row(NamedTuple):
    """A certificate, its owner, and a post of the owner's if that is a person who has one."""

    sha256: bytes
    revoked_at: datetime | None
    person: str
    full_name: str
    post_at: str | None
    role: str
    post_from: date | None
    post_to: date | None
    in_place_of: str | None
    unit: str | None
    name: str
    kind: str
    valid_from: date | None
    valid_to: date | None


def signers(fingerprints: Collection[bytes]) -> dict[bytes, Signer]:
    """The owners of the certificates with these SHA-256 fingerprints, in one query.

    A certificate that nobody registered is not in the answer.
    """
    found: dict[bytes, Signer] = {}
    for row in map(_Row._make, fetch(_SIGNERS, [list(fingerprints)])):
        signer = found.get(row.sha256) or _owner(row)
        found[row.sha256] = replace(signer, posts=(*signer.posts, *_post(row)))
    return found


def posts_of(person_code: str) -> tuple[Post, ...]:
    """What this person was ever appointed to, in their own right and in somebody's place."""
    rows = Appointment.objects.filter(person=person_code).order_by("unit", "role", "valid_from")
    return tuple(
        Post(row.unit_id, Role(row.role), row.valid_from, row.valid_to, row.in_place_of_id or "")
        for row in rows
    )


def _owner(row: _Row) -> Signer:
    if row.unit is not None:
        return Signer(SignerKind.UNIT, row.unit, row.name, (), row.revoked_at)
    return Signer(SignerKind.PERSON, row.person, row.full_name, (), row.revoked_at)


def _post(row: _Row) -> Iterable[Post]:
    """The post that this row tells of; a person without appointments has none."""
    if row.unit is not None:
        role = Role.DEPARTMENT if row.kind == UnitKind.DEPARTMENT else Role.SCHOOL
        yield Post(row.unit, role, row.valid_from, row.valid_to)
    elif row.post_at is not None:
        role = Role(row.role)
        yield Post(row.post_at, role, row.post_from, row.post_to, row.in_place_of or "")


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
