"""Orders as a registered school would sign them, or should not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hocba.core.packet import Deed, NamedPage, Order, write_order
from hocba.core.record import ClassYear
from hocba.core.signature import complete, prepare_order
from tests.registry.school import KIM_DONG, NOW, SEAL, YEAR, Member, code

ORDERED_AT = NOW - timedelta(hours=1)
_OF_A_YEAR = {Deed.RECALL, Deed.LOCK, Deed.REPORT_LATE}
_OF_A_VERSION = {Deed.RECALL, Deed.LOCK}


def order(
    deed: Deed,
    *numbers: int,
    version: int = 1,
    of: ClassYear = KIM_DONG,
    order_id: str = "",
    at: datetime = ORDERED_AT,
    to_school: str = "",
    personal_ids: tuple[str, ...] = (),
    reason: str = "Nhập nhầm điểm",
) -> Order:
    """What ``of`` wants of the transcripts with these numbers."""
    named = version if deed in _OF_A_VERSION else None
    return Order(
        order_id=order_id or uuid4().hex,
        department_code=of.department_code,
        school_code=of.school_code,
        school_name=of.school_name,
        deed=deed,
        reason=reason,
        created_at=at.astimezone(UTC),
        school_year=YEAR if deed in _OF_A_YEAR else "",
        to_school=to_school,
        pages=tuple(NamedPage(code(number), named) for number in numbers),
        personal_ids=personal_ids,
    )


def seal(content: Order, by: Member = SEAL, at: datetime | None = None) -> bytes:
    prepared = prepare_order(
        write_order(content),
        certificate=by.key.certificate,
        chain=by.key.chain,
        algorithm=by.key.algorithm,
        signing_time=at or content.created_at,
    )
    return complete(prepared, by.key.sign(prepared.to_be_signed))
