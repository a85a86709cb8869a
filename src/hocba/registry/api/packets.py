"""Packets: hand one in, ask what has become of it, fetch the signed receipt."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from ninja import Router, Status

from hocba.adapters import clock
from hocba.core.packet import PageOutcome, read_receipt
from hocba.core.packet.addressing import addressed_school
from hocba.parties.access.models import Scope
from hocba.parties.access.queries import Bearer
from hocba.registry.api.bodies import PACKET_TYPES, packet_bytes
from hocba.registry.api.callers import Request, actor_of, require
from hocba.registry.api.problems import Problem, not_found
from hocba.registry.api.repeating import Answer, Deed, Guid, once
from hocba.registry.api.schemas import (
    PROBLEMS,
    PageFault,
    PageResult,
    SubmissionState,
    Submitted,
)
from hocba.registry.intake.queries import receipt_of
from hocba.registry.intake.window import notices_of
from hocba.registry.journal.models import JournalEntry
from hocba.registry.queue.models import Standing, Submission
from hocba.registry.queue.submitting import Handed, submit

router = Router(tags=["packets"])

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_PACKET = {"requestBody": {"required": True, "content": dict.fromkeys(PACKET_TYPES, _BINARY)}}
_RECEIPT = {"responses": {200: {"description": "OK", "content": {"application/xml": _BINARY}}}}


@router.post(
    "/packets",
    response={HTTPStatus.ACCEPTED: Submitted, **PROBLEMS},
    openapi_extra=_PACKET,
    summary="Nộp một gói tin đã ký (XML hoặc gzip, đến 2.000 trang)",
)
def hand_in(request: Request, response: HttpResponse, guid: Guid) -> Status[Answer]:
    """The token must be for the school that the packet's header names; whether the packet is
    believed is another matter, and only its signatures decide that."""
    content = packet_bytes(request)
    school_code = addressed_school(content)
    bearer, at = request.auth, clock.now()
    require(bearer, Scope.REPORT, school_code)
    handed = Handed(content, school_code, bearer.sender_id, guid)
    deed = Deed(bearer, guid, f"{request.method} {request.path}", content, at)
    answer = once(deed, lambda: _handed_in(handed, deed))
    response.headers["Location"] = reverse("api-1:state_of_packet", args=[guid])
    return Status(HTTPStatus.ACCEPTED, answer)


@router.get(
    "/packets/{uuid:guid}",
    response={HTTPStatus.OK: SubmissionState, **PROBLEMS},
    summary="Hỏi kết quả của một gói tin, từng trang kèm lý do",
    url_name="state_of_packet",
)
def state_of_packet(request: Request, guid: UUID) -> SubmissionState:
    submission = _own(request.auth, guid)
    outcomes = _outcomes(submission)
    return SubmissionState(
        guid=submission.guid,
        school_code=submission.school_code,
        received_at=submission.received_at,
        standing=Standing(submission.standing),
        code=submission.code,
        message=submission.message,
        pages=[_result(outcome) for outcome in outcomes],
        notices=notices_of(outcomes[0].school_year, clock.now()) if outcomes else [],
    )


@router.get(
    "/packets/{uuid:guid}/receipt",
    response=PROBLEMS,
    openapi_extra=_RECEIPT,
    summary="Lấy biên nhận đã ký của Sở (XML)",
)
def receipt_of_packet(request: Request, guid: UUID) -> HttpResponse:
    receipt = receipt_of(bytes(_own(request.auth, guid).sha256))
    if receipt is None:
        raise Problem(
            HTTPStatus.CONFLICT, "CHUA_CO_BIEN_NHAN", "Gói tin này chưa có biên nhận của Sở."
        )
    return HttpResponse(receipt, content_type="application/xml")


def _handed_in(handed: Handed, deed: Deed) -> Answer:
    """The queue's place, and a line of its own: a worker's knows nothing of the caller's place."""
    submission = submit(handed, at=deed.at)
    JournalEntry.objects.create(
        at=deed.at,
        actor=actor_of(deed.bearer),
        action="hand-in",
        school_code=handed.school_code,
        detail={"packet": submission.sha256.hex(), "guid": str(handed.guid)},
    )
    return _submitted(submission)


def _submitted(submission: Submission) -> Answer:
    return {
        "guid": str(submission.guid),
        "school_code": submission.school_code,
        "sha256": submission.sha256.hex(),
        "received_at": submission.received_at.isoformat(),
    }


def _own(bearer: Bearer, guid: UUID) -> Submission:
    """What the caller's sender handed in, for a school that the token is for; nobody else's."""
    submission = (
        Submission.objects.defer("content").filter(sender=bearer.sender_id, guid=guid).first()
    )
    if submission is None or not bearer.acts_for(submission.school_code):
        raise not_found("gói tin")
    require(bearer, Scope.REPORT, submission.school_code)
    return submission


def _outcomes(submission: Submission) -> tuple[PageOutcome, ...]:
    if submission.standing != Standing.ANSWERED:
        return ()
    receipt = receipt_of(bytes(submission.sha256))
    return () if receipt is None else read_receipt(receipt).outcomes


def _result(outcome: PageOutcome) -> PageResult:
    return PageResult(
        lookup_code=outcome.lookup_code,
        version=outcome.version,
        accepted=outcome.accepted,
        faults=[PageFault(code=each.code, message=each.message) for each in outcome.faults],
    )
