"""A school's pages: where they stand; recall and early lock at the school's wish."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from annotated_types import Interval
from ninja import Router

from hocba.adapters import clock
from hocba.parties.access.models import Scope
from hocba.registry.api.callers import Request, actor_of, require
from hocba.registry.api.repeating import Answer, Deed, Guid, once
from hocba.registry.api.schemas import (
    PROBLEMS,
    Lock,
    Locked,
    PagesOfSchool,
    PageState,
    Recall,
    Recalled,
    SchoolYear,
)
from hocba.registry.intake import actions as intake
from hocba.registry.intake.queries import pages_of_school
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.locking import actions as locking

router = Router(tags=["schools"])

Position = Annotated[int, Interval(ge=0, le=2**63 - 1)]
Count = Annotated[int, Interval(ge=1, le=1_000)]


@router.get(
    "/schools/{school_code}/pages",
    response={HTTPStatus.OK: PagesOfSchool, **PROBLEMS},
    summary="Tình trạng học bạ của một trường trong một năm học",
)
def pages(
    request: Request,
    school_code: str,
    school_year: SchoolYear,
    after: Position = 0,
    limit: Count = 500,
) -> PagesOfSchool:
    """Every version that was ever accepted, in the order of arrival."""
    require(request.auth, Scope.REPORT, school_code)
    found = pages_of_school(school_code, school_year, after=after, most=limit)
    return PagesOfSchool(
        pages=[PageState.from_orm(page) for page in found],
        next=found[-1].pk if len(found) == limit else None,
    )


@router.post(
    "/schools/{school_code}/recalls",
    response={HTTPStatus.OK: Recalled, **PROBLEMS},
    summary="Thu hồi học bạ đã tiếp nhận, chưa chốt",
)
def recall(
    request: Request,
    school_code: str,
    wish: Recall,
    guid: Guid,
) -> Answer:
    require(request.auth, Scope.RECALL, school_code)
    deed = _deed(request, guid)
    return once(deed, lambda: _recalled(deed, school_code, wish))


@router.post(
    "/schools/{school_code}/locks",
    response={HTTPStatus.OK: Locked, **PROBLEMS},
    summary="Đề nghị chốt học bạ trước hạn",
)
def lock(
    request: Request,
    school_code: str,
    wish: Lock,
    guid: Guid,
) -> Answer:
    require(request.auth, Scope.LOCK, school_code)
    deed = _deed(request, guid)
    return once(deed, lambda: _locked(deed, school_code, wish))


def _deed(request: Request, guid: UUID) -> Deed:
    address = f"{request.method} {request.path}"
    return Deed(request.auth, guid, address, request.body, clock.now())


def _recalled(deed: Deed, school_code: str, wish: Recall) -> Answer:
    report = intake.recall(
        school_code=school_code,
        school_year=wish.school_year,
        lookup_codes=wish.lookup_codes,
        reason=wish.reason,
        actor=actor_of(deed.bearer),
        at=deed.at,
    )
    refused = [
        {"lookup_code": code, "code": fault.code, "message": fault.message}
        for code, fault in report.refused.items()
    ]
    return {"recalled": list(report.recalled), "refused": refused}


def _locked(deed: Deed, school_code: str, wish: Lock) -> Answer:
    report = locking.lock(
        school_year=wish.school_year,
        at=deed.at,
        signer=ledger_signer(),
        actor=actor_of(deed.bearer),
        lookup_codes=wish.lookup_codes,
        school_code=school_code,
    )
    return {"locked": list(report.locked), "absent": list(report.absent)}
