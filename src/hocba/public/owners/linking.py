"""Attest that somebody is a pupil's parent, and end that.

A name alone proves nothing: two fathers may have the same. So whoever attests has seen a paper,
and what is written must agree with the newest page that the school signed: its father, mother or
guardian bears the parent's name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Container, Mapping, Sequence
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

_LONGEST = 200
_THERE_ALREADY = "Người này đã được gắn với học bạ của học sinh."


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
    (link,) = link_parents([new], by=by, unit=unit, at=at)
    return link


def link_parents(
    new: Sequence[NewLink], *, by: str, unit: str, at: datetime
) -> Sequence[ParentLink]:
    """The same for a whole list, all or none, in a fixed number of queries."""
    pages = _newest_pages({each.child for each in new}, unit)
    for sentence in filter(None, _doubts(new, pages)):
        raise InputError(sentence)
    links = [_link(each, by, unit, at) for each in new]
    try:
        with transaction.atomic():
            ParentLink.objects.bulk_create(links)
            JournalEntry.objects.bulk_create(
                _entry(link, pages[link.child], "LINK_PARENT", by=by, at=at, reason=link.evidence)
                for link in links
            )
    except IntegrityError as error:
        raise InputError(_THERE_ALREADY) from error
    return links


def doubts_about_links(new: Sequence[NewLink], *, unit: str) -> list[str]:
    """What stands in the way of each, empty where nothing does. Three queries."""
    return _doubts(new, _newest_pages({each.child for each in new}, unit))


@transaction.atomic
def end_link(link_id: UUID, *, by: str, unit: str, reason: str, at: datetime) -> None:
    """End a link for good; raises InputError when there is none to end for this unit."""
    if not reason.strip():
        raise InputError("Hãy ghi lý do kết thúc.")
    found = ParentLink.objects.filter(pk=link_id, ended_at=None).first()
    page = found and _newest_pages({found.child}, unit).get(found.child)
    if not found or not page:
        raise InputError("Không có liên kết đang hiệu lực nào như vậy ở đơn vị này.")
    changed = ParentLink.objects.filter(pk=link_id, ended_at=None).update(
        ended_at=at, ended_by=by, reason=reason.strip()
    )
    if changed != 1:
        raise InputError("Liên kết vừa được người khác kết thúc.")
    _entry(found, page, "END_PARENT_LINK", by=by, at=at, reason=reason).save()


def _doubts(new: Sequence[NewLink], pages: Mapping[str, Page]) -> list[str]:
    children = {each.child for each in new}
    living = ParentLink.objects.filter(child__in=children, ended_at=None)
    there = set(living.values_list("child", "parent"))
    found = []
    for each in new:
        found.append(_doubt(each, pages.get(each.child), there))
        there.add((each.child, each.parent))
    return found


def _doubt(new: NewLink, page: Page | None, there: Container[tuple[str, str]]) -> str:
    try:
        parse(new.parent)
    except InputError as error:
        return error.message
    if not new.evidence.strip():
        return "Hãy ghi giấy tờ đã xem, ví dụ «Giấy khai sinh số 12/2014»."
    if len(new.evidence) > _LONGEST:
        return f"Giấy tờ đã xem ghi dài nhất {_LONGEST} kí tự."
    if page is None or not _names(page.pupil, new):
        return _NOT_THERE
    return _THERE_ALREADY if (new.child, new.parent) in there else ""


def _link(new: NewLink, by: str, unit: str, at: datetime) -> ParentLink:
    return ParentLink(
        child=new.child,
        parent=new.parent,
        relation=new.relation,
        evidence=new.evidence.strip(),
        made_by=by,
        unit_id=unit,
        made_at=at,
    )


def _newest_pages(children: Collection[str], unit: str) -> Mapping[str, Page]:
    """Each child's newest live page, where this unit may speak for it."""
    newest = (
        RegisteredPage.objects.filter(personal_id__in=children, live_code__isnull=False)
        .order_by("personal_id", "-school_year")
        .distinct("personal_id")
    )
    everybodys = Unit.objects.filter(code=unit, kind=UnitKind.DEPARTMENT).exists()
    return {
        page.personal_id: read_page(bytes(page.content))
        for page in newest
        if everybodys or page.school_code == unit
    }


def _names(pupil: Pupil, new: NewLink) -> bool:
    on_page = {
        Relation.FATHER: pupil.father,
        Relation.MOTHER: pupil.mother,
        Relation.GUARDIAN: pupil.guardian,
    }[new.relation]
    return bool(on_page.strip()) and _spelled(on_page) == _spelled(new.parent_name)


def _spelled(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _entry(
    link: ParentLink, page: Page, action: str, *, by: str, at: datetime, reason: str
) -> JournalEntry:
    return JournalEntry(
        at=at,
        actor=by,
        action=action,
        school_code=page.class_year.school_code,
        school_year=page.class_year.school_year,
        lookup_code=page.lookup_code,
        reason=reason,
        detail={"link": str(link.pk), "relation": link.relation, "unit": link.unit_id},
    )
