"""Withdraw a page's signatures, so that its data can be corrected and signed anew.

Whoever finds the mistake asks with a reason and the head approves, for what is taken away are
other people's signatures. A page that is reported cannot be withdrawn; one that came back can.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from hocba.core.errors import InputError, LifecycleError
from hocba.core.lifecycle import Action
from hocba.core.packet import read_page, write_page
from hocba.school.pages import journal
from hocba.school.pages.models import PageVersion
from hocba.school.pages.steps import Rewritten, write_unsigned
from hocba.school.withdrawing.listing import headships, withdrawable


@transaction.atomic
def withdraw(
    lookup_codes: Collection[str],
    *,
    school_code: str,
    school_year: str,
    head: str,
    reason: str,
    at: datetime,
) -> int:
    """Take all signatures off these pages, which are drafts again; how many there were.

    ``head`` is the staff code of the head who approves, or of the deputy who stands in for
    them. All or nothing: raises InputError without a reason or when the approver is not the
    school's head that day, LifecycleError naming the pages that have no signature that may
    still be withdrawn.
    """
    said = journal.require_reason(reason, "rút chữ ký")
    _require_head(head, school_code, at)
    pages = PageVersion.objects.select_for_update().filter(
        school_code=school_code, school_year=school_year, transcript__in=lookup_codes
    )
    versions = list(withdrawable(pages))
    _require_all({version.transcript_id for version in versions}, lookup_codes)
    write_unsigned([_unsigned(version) for version in versions], at=at)
    journal.record(versions, Action.WITHDRAW, head, at=at, reason=said)
    return len(versions)


def _unsigned(version: PageVersion) -> Rewritten:
    content = write_page(read_page(bytes(version.content)))
    return Rewritten(version.pk, version.revision, content)


def _require_head(person: str, school_code: str, at: datetime) -> None:
    if school_code not in {post.unit_code for post in headships(person, at=at)}:
        raise InputError(
            f"{person} không phải hiệu trưởng trường {school_code} (hoặc người được uỷ quyền) vào "
            f"ngày {at:%d/%m/%Y}; chỉ hiệu trưởng được duyệt rút chữ ký."
        )


def _require_all(found: Collection[str], wanted: Collection[str]) -> None:
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise LifecycleError(
            f"Chưa rút chữ ký nào: {', '.join(missing)} không có chữ ký còn rút được. Học bạ đã "
            "nộp thì chờ Sở trả lời; đã được tiếp nhận thì thu hồi hoặc lập bản thay thế."
        )
