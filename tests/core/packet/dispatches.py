"""A dispatch of two pages and the Ministry's answer to it, unsigned, for the tests to vary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from hocba.core.packet import (
    Dispatch,
    DispatchEvent,
    DispatchHeader,
    DispatchReceipt,
    EventOutcome,
    Fault,
    Standing,
    write_page,
)
from hocba.core.record import Event
from tests.core.packet.examples import HEADER, PRIMARY

OTHER = replace(PRIMARY, lookup_code="1" * 12 + "4" + "1" * 3 + "8" + "1" * 15)
NOTE = f"so-cai.example\n2\n{'A' * 43}=\n\n— so-cai.example AAAA\n".encode()
LOCKED_AT = datetime(2024, 6, 30, 17, tzinfo=UTC)
DISPATCH_HEADER = DispatchHeader(
    dispatch_id="0c7d1e2b3a4c4c5d8e9f0a1b2c3d4e5f",
    department_code="01",
    school_year="2023-2024",
    created_at=datetime(2024, 7, 1, tzinfo=UTC),
    checkpoint=NOTE,
)


def event(page: bytes, lookup_code: str, index: int = 0) -> DispatchEvent:
    return DispatchEvent(
        lookup_code=lookup_code,
        school_year="2023-2024",
        event=Event.NEW,
        version=1,
        updated_at=LOCKED_AT,
        index=index,
        path=(sha256(b"sibling").digest(),),
        page=page,
    )


DISPATCH = Dispatch(
    DISPATCH_HEADER,
    tuple(
        event(write_page(page), page.lookup_code, index)
        for index, page in enumerate((PRIMARY, OTHER))
    ),
)
RECEIPT = DispatchReceipt(
    receipt_id="ffffffffffff4fff8fffffffffffffff",
    dispatch_id=DISPATCH_HEADER.dispatch_id,
    digest=sha256(b"dispatch").hexdigest(),
    department_code="01",
    received_at=HEADER.created_at,
    outcomes=(
        EventOutcome(PRIMARY.lookup_code, "2023-2024", 1),
        EventOutcome(OTHER.lookup_code, "2023-2024", 1, Standing.SUPERSEDED, held_version=2),
        EventOutcome(
            "a11ce0000000400080000000000000ff",
            "2023-2024",
            1,
            Standing.RETURNED,
            faults=(Fault("KHONG_CO_TRONG_SO_CAI", "Chứng minh sổ cái không đúng."),),
        ),
    ),
)
