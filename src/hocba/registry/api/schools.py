"""What a school may read of its own: pages, late cases, transfers; and the year's windows."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from annotated_types import Interval
from ninja import Router

from hocba.adapters import clock
from hocba.parties.access.models import Scope
from hocba.registry.api.callers import Request, require
from hocba.registry.api.problems import not_found
from hocba.registry.api.schemas import (
    PROBLEMS,
    LateCases,
    LateCaseState,
    PagesOfSchool,
    PageState,
    SchoolYear,
    TransfersOfSchool,
    TransferState,
    Windows,
)
from hocba.registry.custody.models import Transfer
from hocba.registry.custody.queries import transfers_of_school
from hocba.registry.intake.models import Calendar
from hocba.registry.intake.queries import pages_of_school
from hocba.registry.intake.window import notices, notices_of
from hocba.registry.late.models import LateRequest
from hocba.registry.late.queries import cases_of

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
        notices=notices_of(school_year, clock.now()),
    )


@router.get(
    "/schools/{school_code}/late-cases",
    response={HTTPStatus.OK: LateCases, **PROBLEMS},
    summary="Những đề nghị nộp muộn của một trường trong một năm học, và trả lời của Sở",
)
def late_cases(
    request: Request,
    school_code: str,
    school_year: SchoolYear,
    after: Position = 0,
    limit: Count = 500,
) -> LateCases:
    """Every request that was ever made, with the one answer that it has, if it has."""
    require(request.auth, Scope.REPORT, school_code)
    cases = cases_of(school_year).filter(school=school_code, pk__gt=after).order_by("pk")
    found = list(cases[:limit])
    return LateCases(
        cases=[_late_case(case) for case in found],
        next=found[-1].pk if len(found) == limit else None,
        notices=notices_of(school_year, clock.now()),
    )


@router.get(
    "/schools/{school_code}/transfers",
    response={HTTPStatus.OK: TransfersOfSchool, **PROBLEMS},
    summary="Học bạ chuyển đi, chuyển đến của một trường; kể cả đang chờ tiếp nhận",
)
def transfers(
    request: Request, school_code: str, after: Position = 0, limit: Count = 500
) -> TransfersOfSchool:
    require(request.auth, Scope.TRANSFER, school_code)
    found = list(transfers_of_school(school_code).filter(pk__gt=after)[:limit])
    return TransfersOfSchool(
        transfers=[_transfer(each) for each in found],
        next=found[-1].pk if len(found) == limit else None,
    )


@router.get(
    "/calendar",
    response={HTTPStatus.OK: Windows, **PROBLEMS},
    summary="Các hạn của một năm học, và thời gian còn lại theo đồng hồ của Sở",
)
def calendar(request: Request, school_year: SchoolYear) -> Windows:  # noqa: ARG001 - for every token
    found = Calendar.objects.filter(pk=school_year).first()
    if found is None:
        raise not_found("lịch của năm học")
    at = clock.now()
    return Windows(
        school_year=found.school_year,
        completed_until=found.completed_until,
        ministry_first_until=found.ministry_first_until,
        reassessed_until=found.reassessed_until,
        ministry_second_until=found.ministry_second_until,
        now=at,
        notices=list(notices(found, at)),
    )


def _transfer(transfer: Transfer) -> TransferState:
    return TransferState(
        lookup_code=transfer.lookup_code,
        from_school=transfer.from_school_id,
        to_school=transfer.to_school_id,
        reason=transfer.reason,
        handed_over_at=transfer.handed_over_at,
        ending=transfer.ending,
        ended_at=transfer.ended_at,
    )


def _late_case(case: LateRequest) -> LateCaseState:
    decision = getattr(case, "decision", None)
    return LateCaseState(
        number=case.pk,
        personal_id=case.personal_id,
        reason=case.reason,
        requested_at=case.requested_at,
        answered_at=decision and decision.decided_at,
        granted_until=decision and decision.until,
        note=decision.note if decision else "",
    )
