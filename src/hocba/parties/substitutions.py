"""Who stands in for whom: a deputy for the head, the head for a teacher who left (ký thay)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from hocba.core.errors import InputError
from hocba.core.lifecycle import Role
from hocba.parties.models import Appointment


@dataclass(frozen=True, slots=True)
class NewSubstitution:
    """``person`` signs as ``role`` at ``unit`` in place of ``in_place_of``, both days included.

    ``decision`` is the number of the written decision that says so.
    """

    person: str
    unit: str
    role: Role
    in_place_of: str
    valid_from: date
    valid_to: date
    decision: str


def substitute(new: NewSubstitution) -> None:
    """Record a substitution; one that is known by its first day may only be given an earlier end.

    Nobody stands in for a head who is not in office for the whole of the time; only the head
    stands in for a teacher, and only for one who taught there. Raises InputError.
    """
    _require_sense(new, _posts(new))
    try:
        with transaction.atomic():
            Appointment.objects.bulk_create(
                [_row(new)],
                update_conflicts=True,
                unique_fields=["person", "unit", "role", "valid_from", "in_place_of"],
                update_fields=["valid_to", "decision"],
            )
            connection.check_constraints()  # foreign keys wait for the commit otherwise
    except DatabaseError as error:
        raise InputError(
            "Không ghi được việc ký thay: phải có ngày kết thúc trong vòng một năm, có số quyết "
            "định, không trùng thời gian với lần trước; việc đã ghi chỉ được rút ngắn."
        ) from error


def _row(new: NewSubstitution) -> Appointment:
    return Appointment(
        person_id=new.person,
        unit_id=new.unit,
        role=new.role.value,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        in_place_of_id=new.in_place_of,
        decision=new.decision,
    )


def _posts(new: NewSubstitution) -> Sequence[Appointment]:
    """What the two hold in their own right at the unit, and what else makes one a head there."""
    own = Q(person__in=[new.person, new.in_place_of], in_place_of=None)
    acting_head = Q(person=new.person, role=Role.HEAD.value)
    return list(Appointment.objects.filter(own | acting_head, unit=new.unit))


def _require_sense(new: NewSubstitution, posts: Iterable[Appointment]) -> None:
    if new.role is Role.HEAD:
        if not any(_throughout(post, new, Role.HEAD, new.in_place_of) for post in posts):
            raise InputError(
                f"{new.in_place_of} không giữ chức hiệu trưởng của trường {new.unit} trong suốt "
                "thời gian uỷ quyền."
            )
        return
    if not any(_throughout(post, new, Role.HEAD, new.person) for post in posts):
        raise InputError(f"Chỉ hiệu trưởng của trường {new.unit} được ký thay giáo viên.")
    if not any(_held_before(post, new) for post in posts):
        raise InputError(
            f"{new.in_place_of} chưa từng được phân công vai trò «{new.role}» tại trường "
            f"{new.unit}."
        )


def _throughout(post: Appointment, new: NewSubstitution, role: Role, person: str) -> bool:
    return (
        (post.role, post.person_id) == (role.value, person)
        and post.valid_from <= new.valid_from
        and (post.valid_to is None or new.valid_to <= post.valid_to)
    )


def _held_before(post: Appointment, new: NewSubstitution) -> bool:
    held = (post.role, post.person_id) == (new.role.value, new.in_place_of)
    return held and post.valid_from <= new.valid_from
