"""The one thing that a Department may do here: report. The same bytes get the same receipt."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.errors import ForeignKeyViolation, UniqueViolation

from hocba.adapters.availability import translating_outages
from hocba.adapters.keys import SigningKey
from hocba.core.errors import PacketError, Unavailable
from hocba.core.packet import DispatchReceipt, write_dispatch_receipt
from hocba.core.signature import complete, prepare_dispatch_receipt
from hocba.core.signed_note import NoteSigner
from hocba.registry.gathering.believing import Believed, Heard, hear
from hocba.registry.gathering.judging import Judgement, judge
from hocba.registry.gathering.known import look_up
from hocba.registry.gathering.models import ReceivedDispatch
from hocba.registry.gathering.storing import Delivery, store
from hocba.registry.intake.queries import receipt_of

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Keys:
    """What the Ministry signs receipts and its own ledger's heads with."""

    receipts: SigningKey
    ledger: NoteSigner


def receive(
    data: bytes,
    *,
    sender: str,
    departments: Collection[str],
    at: datetime,
    believed: Believed,
    keys: Keys,
) -> bytes:
    """Take a dispatch in, event by event, and return the signed receipt (``<BienNhanBo>``).

    ``departments`` are the codes of those for whom the sender may report.

    The same bytes always get the same receipt and change nothing more. All is written in
    one transaction or nothing is. Raises PacketError for what is no dispatch of one of these
    Departments, NoteError when its ledger's head is not that Department's, SigningError when
    the receipt cannot be signed, Unavailable when the database is away or busy.
    """
    digest = sha256(data).digest()
    with translating_outages():
        known_receipt = receipt_of(digest)
        if known_receipt is not None:
            return known_receipt
        heard = hear(data, believed, at)
        _require_may_report(heard, departments)
        delivery = Delivery(data, digest, sender, at, heard.dispatch)
        return _take_in(delivery, heard, keys)


def _require_may_report(heard: Heard, departments: Collection[str]) -> None:
    code = heard.dispatch.header.department_code
    if code not in departments:
        raise PacketError(f"Mã truy cập này không được báo cáo thay Sở {code}.", code="SAI_SO")


def _take_in(delivery: Delivery, heard: Heard, keys: Keys) -> bytes:
    for _ in range(_ATTEMPTS):
        try:
            return _try_to_take_in(delivery, heard, keys)
        except IntegrityError as error:
            if not isinstance(error.__cause__, (UniqueViolation, ForeignKeyViolation)):
                raise
    raise Unavailable("Các học bạ này đang được xử lý ở một báo cáo khác. Hãy thử lại sau ít phút.")


@transaction.atomic
def _try_to_take_in(delivery: Delivery, heard: Heard, keys: Keys) -> bytes:
    known_receipt = receipt_of(delivery.digest)
    if known_receipt is not None:
        return known_receipt
    _require_new_id(delivery)
    pages = [report.page for report in heard.report.pages if report.page is not None]
    known = look_up(delivery.dispatch.header.school_year, pages)
    judgements = judge(heard, known)
    receipt = _sign_receipt(delivery, judgements, keys.receipts)
    store(delivery, judgements, known, receipt, keys.ledger)
    return receipt


def _require_new_id(delivery: Delivery) -> None:
    dispatch_id = UUID(delivery.dispatch.header.dispatch_id)
    if ReceivedDispatch.objects.filter(dispatch_id=dispatch_id).exists():
        raise PacketError(
            "Mã báo cáo này đã dùng cho một báo cáo có nội dung khác.", code="TRUNG_MA_BAO_CAO"
        )


def _sign_receipt(delivery: Delivery, judgements: tuple[Judgement, ...], key: SigningKey) -> bytes:
    """Its identifier is made of the digest: one dispatch has one receipt."""
    header = delivery.dispatch.header
    receipt = DispatchReceipt(
        receipt_id=UUID(bytes=delivery.digest[:16], version=4).hex,
        dispatch_id=header.dispatch_id,
        digest=delivery.digest.hex(),
        department_code=header.department_code,
        received_at=delivery.at.replace(microsecond=0),
        outcomes=tuple(each.outcome for each in judgements),
    )
    prepared = prepare_dispatch_receipt(
        write_dispatch_receipt(receipt),
        certificate=key.certificate,
        chain=key.chain,
        algorithm=key.algorithm,
        signing_time=delivery.at,
    )
    return complete(prepared, key.sign(prepared.to_be_signed))
