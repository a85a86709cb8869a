"""A school asks to report named pupils late."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hocba.core.errors import InputError
from hocba.core.school_year import SchoolYear
from hocba.parties.models import UnitKind
from hocba.parties.queries import units_by_code
from hocba.registry.journal.models import JournalEntry
from hocba.registry.late.models import LateRequest

_PERSONAL_ID = re.compile(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class LateCase:
    """Which pupils of which school shall be reported late, and why."""

    school_code: str
    school_year: str
    personal_ids: Collection[str]
    reason: str


@transaction.atomic
def ask(case: LateCase, *, actor: str, at: datetime) -> Sequence[LateRequest]:
    """Enter a request for each pupil; one who is waiting for an answer is not asked for twice.

    Gives the new requests. Raises InputError without a reason, for a school that the registry
    does not know, for a school year or a personal ID that cannot be one.
    """
    _require_sense(case)
    waiting = LateRequest.objects.filter(
        school=case.school_code,
        school_year=case.school_year,
        personal_id__in=list(case.personal_ids),
        decision=None,
    ).values_list("personal_id", flat=True)
    new = LateRequest.objects.bulk_create(
        LateRequest(
            school_id=case.school_code,
            school_year=case.school_year,
            personal_id=personal_id,
            reason=case.reason.strip(),
            requested_by=actor,
            requested_at=at,
        )
        for personal_id in sorted(set(case.personal_ids) - set(waiting))
    )
    _journal(case, new, actor, at)
    return new


def _require_sense(case: LateCase) -> None:
    SchoolYear.parse(case.school_year)
    if not case.reason.strip():
        raise InputError("Đề nghị nộp muộn phải ghi lý do.")
    school = units_by_code({case.school_code}).get(case.school_code)
    if school is None or school.kind != UnitKind.SCHOOL:
        raise InputError(f"Mã trường {case.school_code} không có trong danh mục của Sở.")
    for personal_id in case.personal_ids:
        if not _PERSONAL_ID.fullmatch(personal_id):
            raise InputError("Mỗi số định danh phải gồm đúng 12 chữ số.", code="SO_DINH_DANH_SAI")


def _journal(case: LateCase, new: Sequence[LateRequest], actor: str, at: datetime) -> None:
    if new:
        JournalEntry.objects.create(
            at=at,
            actor=actor,
            action="ask-late",
            school_code=case.school_code,
            school_year=case.school_year,
            reason=case.reason.strip(),
            detail={"requests": [request.pk for request in new]},
        )
