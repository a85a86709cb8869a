"""A Ministry without a database: it signs true receipts, and may be away, deaf or false."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from uuid import UUID

from hocba.adapters.keys import SigningKey
from hocba.core.errors import InputError, Unavailable
from hocba.core.packet import (
    DISPATCH,
    DispatchEvent,
    DispatchReceipt,
    EventOutcome,
    Fault,
    Standing,
    dispatch_of,
    parse,
    write_dispatch_receipt,
)
from hocba.core.signature import POLICY, complete, prepare_dispatch_receipt
from hocba.registry.reporting.actions import Chance, Reporter
from hocba.registry.reporting.office import Ministry, Office
from hocba.registry.reporting.outbox import ORDINARY, Bounds
from tests.core.signature import pki
from tests.registry.department import MINISTRY_KEY
from tests.registry.school import NOW, RECEIPT_KEY, TRUST

OFFICE = Office("01", RECEIPT_KEY)
MINISTRY = Ministry(TRUST, POLICY, frozenset({sha256(pki.der(MINISTRY_KEY)).digest()}))

Judge = Callable[[DispatchEvent], EventOutcome]
Change = Callable[[DispatchReceipt], DispatchReceipt]


def held(event: DispatchEvent) -> EventOutcome:
    return EventOutcome(event.lookup_code, event.school_year, event.version)


def returned(event: DispatchEvent) -> EventOutcome:
    fault = Fault("DA_CO_MA_TRA_CUU", "Số định danh đã có học bạ cấp này với mã tra cứu khác.")
    return EventOutcome(
        event.lookup_code, event.school_year, event.version, Standing.RETURNED, faults=(fault,)
    )


@dataclass
class Road:
    """The way to the Ministry and back. ``sent`` is all that went out, in order."""

    key: SigningKey = MINISTRY_KEY
    judge: Judge = held
    change: Change = lambda receipt: receipt
    open: bool = True
    brings_back: bool = True
    refuses: Callable[[bytes], bool] = lambda _data: False
    sent: list[bytes] = field(default_factory=list)

    def carry(self, dispatch: bytes) -> bytes:
        if not self.open:
            raise Unavailable("Bộ chưa trả lời.")
        self.sent.append(dispatch)
        if self.refuses(dispatch):
            raise InputError("Bộ không nhận báo cáo này.")
        receipt = self.answer(dispatch)
        if not self.brings_back:
            raise Unavailable("Mất kết nối khi chờ biên nhận.")
        return receipt

    def answer(self, dispatch: bytes) -> bytes:
        content = dispatch_of(parse(dispatch, roots=(DISPATCH,)))
        receipt = DispatchReceipt(
            receipt_id=UUID(bytes=sha256(dispatch).digest()[:16], version=4).hex,
            dispatch_id=content.header.dispatch_id,
            digest=sha256(dispatch).hexdigest(),
            department_code=content.header.department_code,
            received_at=NOW,
            outcomes=tuple(map(self.judge, content.events)),
        )
        prepared = prepare_dispatch_receipt(
            write_dispatch_receipt(self.change(receipt)),
            certificate=self.key.certificate,
            chain=self.key.chain,
            algorithm=self.key.algorithm,
            signing_time=NOW,
        )
        return complete(prepared, self.key.sign(prepared.to_be_signed))


@dataclass
class Time:
    """A clock that stands until it is moved."""

    now: datetime = NOW + timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.now

    def later(self, by: timedelta) -> None:
        self.now += by


def ids() -> Callable[[], UUID]:
    numbers: Iterator[int] = count(1)
    return lambda: UUID(int=next(numbers), version=4)


def reporter(
    road: Road, time: Time, new_id: Callable[[], UUID], bounds: Bounds = ORDINARY
) -> Reporter:
    return Reporter(OFFICE, road, MINISTRY, Chance(time, new_id, lambda: 0.5), bounds=bounds)
