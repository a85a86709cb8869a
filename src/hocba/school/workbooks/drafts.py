"""The drafts that are made of a checked workbook at one of somebody's schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from hocba.core.errors import InputError
from hocba.core.lifecycle import Role
from hocba.parties.models import Unit
from hocba.parties.names import name_key
from hocba.parties.queries import units_by_code
from hocba.school.imports import ImportReport
from hocba.school.pages.drafting import (
    DraftReport,
    Replacing,
    accepted_years,
    class_of,
    draft_class,
)
from hocba.school.signing.rights import turns_open_to

_WHO_DRAFTS = frozenset({Role.SCHOOL, Role.HEAD})


@dataclass(frozen=True, slots=True)
class Drafted:
    """What drafting did; ``refused`` are pupils and why their page was left as it is."""

    report: DraftReport
    refused: Sequence[tuple[str, str]]


def schools_of(person: str, *, at: datetime) -> Sequence[Unit]:
    """The schools whose clerk or head this person is that day, by code."""
    posts = (post for role, post in turns_open_to(person, at=at) if role in _WHO_DRAFTS)
    units = units_by_code({post.unit_code for post in posts})
    return [units[code] for code in sorted(units)]


def draft(
    report: ImportReport,
    schools: Sequence[Unit],
    replacing: Replacing | None,
    *,
    at: datetime,
) -> Drafted:
    """Drafts of the pupils whom the check let pass, at the one of the schools that is named.

    Raises InputError when the workbook is of none of them, or names no class.
    """
    done = draft_class(
        class_of(report, _named(report, schools)),
        accepted_years(report.pupils),
        at=at,
        new_code=lambda: uuid4().hex,
        replacing=replacing,
    )
    names = {pupil.code: pupil.name for pupil in report.pupils}
    return Drafted(
        done, [(f"{r.pupil_code} {names[r.pupil_code]}", r.reason) for r in done.refused]
    )


def _named(report: ImportReport, schools: Sequence[Unit]) -> Unit:
    if not report.school_name and len(schools) > 1:
        raise InputError("Bảng tổng hợp không ghi tên trường; hãy ghi ở những dòng đầu của tệp.")
    key = name_key(report.school_name)
    return next((each for each in schools if each.name_key == key), schools[0])
