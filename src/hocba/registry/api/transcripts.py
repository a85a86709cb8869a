"""Transcripts for the school that keeps them: what came with a pupil from another school."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from ninja import Router

from hocba.adapters import clock
from hocba.parties.access.models import Scope
from hocba.registry.api.callers import Request, actor_of, require
from hocba.registry.api.schemas import (
    PROBLEMS,
    Kept,
    KeptPage,
    KeptTranscript,
    Refusal,
    WantedTranscripts,
)
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.intake.queries import custodians, live_pages
from hocba.registry.journal.models import JournalEntry
from hocba.registry.journal.origin import coming_from

router = Router(tags=["schools"])


@router.post(
    "/schools/{school_code}/transcripts",
    response={HTTPStatus.OK: Kept, **PROBLEMS},
    summary="Đọc học bạ mà trường đang quản lý: mọi năm, mọi trường đã học, kèm XML đã ký",
)
def read_transcripts(request: Request, school_code: str, wanted: WantedTranscripts) -> Kept:
    """Of a transcript that another school keeps nothing is said, not even that there is one.

    Each look is a line of the journal. By POST, so that no code stands in an address.
    """
    require(request.auth, Scope.TRANSFER, school_code)
    keepers = custodians(wanted.lookup_codes)
    own = [code for code in dict.fromkeys(wanted.lookup_codes) if keepers.get(code) == school_code]
    pages = live_pages(own)
    with coming_from(token=str(request.auth.token_id)):
        _journal(own, school_code, actor_of(request.auth))
    return Kept(
        transcripts=[
            KeptTranscript(lookup_code=code, pages=_pages_of(code, pages)) for code in own
        ],
        refused=[_not_kept(code) for code in wanted.lookup_codes if code not in own],
    )


def _journal(codes: Sequence[str], school_code: str, actor: str) -> None:
    at = clock.now()
    JournalEntry.objects.bulk_create(
        JournalEntry(
            at=at, actor=actor, action="read-transcript", school_code=school_code, lookup_code=code
        )
        for code in codes
    )


def _pages_of(code: str, pages: Sequence[RegisteredPage]) -> list[KeptPage]:
    return [
        KeptPage(
            school_year=page.school_year,
            school_code=page.school_code,
            version=page.version,
            state=page.state,
            effective_date=page.effective_date,
            xml=bytes(page.content).decode(),
        )
        for page in pages
        if page.lookup_code == code
    ]


def _not_kept(code: str) -> Refusal:
    return Refusal(
        lookup_code=code, code="KHONG_QUAN_LY", message="Trường không quản lý học bạ này."
    )
