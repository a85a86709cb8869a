"""Orders: what a school has signed it wants done to its pages, carried out at once.

The scope of the token says what it may bring; the seal in the order says what is believed.
"""

from __future__ import annotations

from http import HTTPStatus

from ninja import Router

from hocba.adapters import clock
from hocba.core.packet import Deed, read_order
from hocba.parties.access.models import Scope
from hocba.registry.api.bodies import body_bytes
from hocba.registry.api.callers import Request, actor_of, require
from hocba.registry.api.repeating import Answer, Guid, once
from hocba.registry.api.repeating import Deed as Call
from hocba.registry.api.schemas import PROBLEMS, CarriedOut
from hocba.registry.intake.office import own_conditions
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.orders.carrying_out import Act, Outcome, carry_out
from hocba.registry.orders.hearing import hear

router = Router(tags=["orders"])

ORDER_TYPES = ("application/xml",)
MAX_ORDER = 1024 * 1024
"""2,000 pages are some 250 KB; the certificates and their evidence a few more."""

SCOPES = {
    Deed.RECALL: Scope.RECALL,
    Deed.LOCK: Scope.LOCK,
    Deed.REPORT_LATE: Scope.REPORT,
    Deed.HAND_OVER: Scope.TRANSFER,
    Deed.TAKE_IN: Scope.TRANSFER,
    Deed.TAKE_BACK: Scope.TRANSFER,
}

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_ORDER = {"requestBody": {"required": True, "content": dict.fromkeys(ORDER_TYPES, _BINARY)}}


@router.post(
    "/orders",
    response={HTTPStatus.OK: CarriedOut, **PROBLEMS},
    openapi_extra=_ORDER,
    summary="Đề nghị đã ký của trường: thu hồi, chốt sớm, nộp muộn, chuyển trường",
)
def take_order(request: Request, guid: Guid) -> Answer:
    """Before the seal is looked at, the token must be for such an order of such a school."""
    content = body_bytes(request, ORDER_TYPES, most=MAX_ORDER)
    claimed = read_order(content)
    require(request.auth, SCOPES[claimed.deed], claimed.school_code)
    call = Call(request.auth, guid, f"{request.method} {request.path}", content, clock.now())
    return once(call, lambda: _carried_out(call))


def _carried_out(call: Call) -> Answer:
    heard = hear(call.body, own_conditions(), call.at)
    outcome = carry_out(heard, Act(actor_of(call.bearer), call.at, ledger_signer))
    order = heard.order
    return {
        "order": order.order_id,
        "school_code": order.school_code,
        "deed": order.deed.value,
        **_told(outcome),
    }


def _told(outcome: Outcome) -> Answer:
    refused = [
        {"lookup_code": code, "code": fault.code, "message": fault.message}
        for code, fault in outcome.refused.items()
    ]
    requests = list(outcome.requests)
    return {"done": list(outcome.done), "refused": refused, "late_cases": requests}
