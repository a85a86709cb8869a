"""Attest that somebody is a pupil's parent, and end that.

A name alone proves nothing: two fathers may have the same. So whoever attests has seen a paper,
and what is written must agree with the newest page that the school signed: its father, mother or
guardian bears the parent's name.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from hocba.core.errors import InputError
from hocba.core.packet import read_page
from hocba.core.personal_id import parse
from hocba.core.record import Page, Pupil
from hocba.parties.models import Unit, UnitKind
from hocba.public.owners.models import ParentLink, Relation
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.journal.models import JournalEntry

_NOT_THERE = (
    "Không gắn được: học sinh không có học bạ do đơn vị này đang quản lý, hoặc họ tên khác với "
    "cha, mẹ, người giám hộ ghi trên trang học bạ mới nhất."
)
"""The same words for both, so that a school learns nothing of another school's pupils."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """What is attested: personal IDs, the parent's full name, the paper that was seen."""

    child: str
    parent: str
    parent_name: str
    relation: Relation
    evidence: str


def link_parent(new: NewLink, *, by: str, unit: str, at: datetime) -> ParentLink:
    """Record it; only the school that has the newest page, or the Department, may.

    Raises InputError when it may not, when the page names somebody else, when there is no
    evidence, or when the link is there already.
    """
    parse(new.parent)
    if not new.evidence.strip():
        raise InputError("Hãy ghi giấy tờ đã xem, ví dụ «Giấy khai sinh số 12/2014».")
    page = _newest_page(new.child, unit)
    if page is None or not _names(page.pupil, new):
        raise InputError(_NOT_THERE)
    try:
        with transaction.atomic():
            link = ParentLink.objects.create(
                child=new.child,
                parent=new.parent,
                relation=new.relation,
                evidence=new.evidence.strip(),
                made_by=by,
                unit_id=unit,
                made_at=at,
            )
            _journal(link, page, "LINK_PARENT", by=by, at=at, reason=link.evidence)
    except IntegrityError as error:
        raise InputError("Người này đã được gắn với học bạ của học sinh.") from error
    return link


@transaction.atomic
def end_link(link_id: UUID, *, by: str, unit: str, reason: str, at: datetime) -> None:
    """End a link for good; raises InputError when there is none to end for this unit."""
    if not reason.strip():
        raise InputError("Hãy ghi lý do kết thúc.")
    found = ParentLink.objects.filter(pk=link_id, ended_at=None).first()
    page = found and _newest_page(found.child, unit)
    if not found or not page:
        raise InputError("Không có liên kết đang hiệu lực nào như vậy ở đơn vị này.")
    changed = ParentLink.objects.filter(pk=link_id, ended_at=None).update(
        ended_at=at, ended_by=by, reason=reason.strip()
    )
    if changed != 1:
        raise InputError("Liên kết vừa được người khác kết thúc.")
    _journal(found, page, "END_PARENT_LINK", by=by, at=at, reason=reason)


def _newest_page(child: str, unit: str) -> Page | None:
    """The pupil's newest live page, if this unit may speak for it."""
    newest = (
        RegisteredPage.objects.filter(personal_id=child, live_code__isnull=False)
        .order_by("-school_year")
        .first()
    )
    if newest is None:
        return None
    own = newest.school_code == unit
    if own or Unit.objects.filter(code=unit, kind=UnitKind.DEPARTMENT).exists():
        return read_page(bytes(newest.content))
    return None


def _names(pupil: Pupil, new: NewLink) -> bool:
    on_page = {
        Relation.FATHER: pupil.father,
        Relation.MOTHER: pupil.mother,
        Relation.GUARDIAN: pupil.guardian,
    }[new.relation]
    return bool(on_page.strip()) and _spelled(on_page) == _spelled(new.parent_name)


def _spelled(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _journal(
    link: ParentLink, page: Page, action: str, *, by: str, at: datetime, reason: str
) -> None:
    JournalEntry.objects.create(
        at=at,
        actor=by,
        action=action,
        school_code=page.class_year.school_code,
        school_year=page.class_year.school_year,
        lookup_code=page.lookup_code,
        reason=reason,
        detail={"link": str(link.pk), "relation": link.relation, "unit": link.unit_id},
    )
