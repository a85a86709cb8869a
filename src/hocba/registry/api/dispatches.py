"""Dispatches: what a Department reports to the Ministry's node, answered by its receipt.

The answer is the receipt itself: whoever lost it on the way sends the same bytes again and
gets it again. The token says who may knock; the authority is the signature in the dispatch.
"""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse
from ninja import Router

from hocba.adapters import clock
from hocba.adapters.node import Node
from hocba.parties.access.models import Scope
from hocba.registry.api.bodies import PACKET_TYPES, packet_bytes
from hocba.registry.api.callers import Request
from hocba.registry.api.problems import Problem, not_found
from hocba.registry.api.schemas import PROBLEMS
from hocba.registry.gathering.actions import receive
from hocba.registry.gathering.office import own_believed, own_keys
from hocba.registry.journal.origin import coming_from

router = Router(tags=["dispatches"])

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_DISPATCH = {
    "requestBody": {"required": True, "content": dict.fromkeys(PACKET_TYPES, _BINARY)},
    "responses": {200: {"description": "OK", "content": {"application/xml": _BINARY}}},
}


@router.post(
    "/dispatches",
    response=PROBLEMS,
    openapi_extra=_DISPATCH,
    summary="Sở báo cáo Bộ học bạ đã chốt (chỉ ở nút của Bộ); trả lời là biên nhận đã ký",
)
def take_dispatch(request: Request) -> HttpResponse:
    if settings.HOCBA_NODE != Node.MINISTRY:
        raise not_found("địa chỉ")
    bearer = request.auth
    if not bearer.may(Scope.GATHER):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "NGOAI_PHAM_VI",
            f"Mã truy cập không cho quyền «{Scope.GATHER}»: báo cáo Bộ.",
        )
    with coming_from(token=str(bearer.token_id)):
        receipt = receive(
            packet_bytes(request),
            sender=bearer.sender,
            departments=bearer.units,
            at=clock.now(),
            believed=own_believed(),
            keys=own_keys(),
        )
    return HttpResponse(receipt, content_type="application/xml")
