"""What the Ministry answers to a dispatch: a receipt that it signs.

::

    <BienNhanBo Id="bien-nhan">
      <NoiDung Id="nd-bien-nhan">…</NoiDung>
      <ds:Signature Id="ck-bien-nhan"/>      role BOGDDT, one reference: #nd-bien-nhan
    </BienNhanBo>
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import identifiers
from hocba.core.packet.coherence import follows
from hocba.core.packet.elements import (
    DISPATCH_RECEIPT,
    add,
    add_text,
    canonical,
    child,
    children,
    new,
    read_moment,
    texts,
    write_moment,
)
from hocba.core.packet.fault import Fault, add_faults, faults_of
from hocba.core.packet.parse import parse, validate


class Standing(StrEnum):
    """What the Ministry holds of a page after a dispatch: this version, a newer one, neither."""

    HELD = "TIEP_NHAN"
    SUPERSEDED = "BO_QUA"
    RETURNED = "TRA_LAI"


@dataclass(frozen=True, slots=True)
class EventOutcome:
    """What became of one event; ``held_version`` is the newer one that the Ministry has.

    Only what was returned has faults, only what was passed over has a ``held_version``.
    """

    lookup_code: str
    school_year: str
    version: int
    standing: Standing = Standing.HELD
    held_version: int | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class DispatchReceipt:
    """The Ministry's answer to one dispatch, event by event in its order.

    ``digest`` is the SHA-256 (lower-case hex) of the dispatch's bytes as they came in;
    ``received_at`` is timezone-aware, whole seconds.
    """

    receipt_id: str
    dispatch_id: str
    digest: str
    department_code: str
    received_at: datetime
    outcomes: tuple[EventOutcome, ...]


def write_dispatch_receipt(receipt: DispatchReceipt) -> bytes:
    """The unsigned receipt, canonical. Raises PacketError for what the format does not allow."""
    root = new("BienNhanBo", Id=identifiers.RECEIPT_ID)
    body = add(root, "NoiDung", Id=identifiers.RECEIPT_BODY_ID)
    add_text(body, "MaBienNhan", receipt.receipt_id)
    add_text(body, "MaBaoCao", receipt.dispatch_id)
    add_text(body, "BamBaoCao", receipt.digest)
    add_text(body, "MaSoGD", receipt.department_code)
    add_text(body, "ThoiGianTiepNhan", write_moment(receipt.received_at))
    for outcome in receipt.outcomes:
        _add_outcome(body, outcome)
    validate(root)
    dispatch_receipt_of(root)
    return canonical(root)


def _add_outcome(body: etree._Element, outcome: EventOutcome) -> None:
    element = add(body, "KetQua")
    add_text(element, "IdBanGhi", identifiers.of_record(outcome.lookup_code, outcome.school_year))
    add_text(element, "PhienBan", str(outcome.version))
    add_text(element, "TrangThai", outcome.standing)
    if outcome.held_version is not None:
        add_text(element, "PhienBanDangGiu", str(outcome.held_version))
    add_faults(element, outcome.faults)


def read_dispatch_receipt(data: bytes) -> DispatchReceipt:
    """The receipt in ``data``, signed or not. Raises PacketError for anything else.

    Whether its signature holds is not asked here.
    """
    return dispatch_receipt_of(parse(data, roots=(DISPATCH_RECEIPT,)))


def dispatch_receipt_of(root: etree._Element) -> DispatchReceipt:
    """The receipt of a tree that :func:`parse` returned. Raises PacketError as the reader does."""
    body = child(root, "NoiDung")
    fields = texts(body)
    return DispatchReceipt(
        receipt_id=fields["MaBienNhan"],
        dispatch_id=fields["MaBaoCao"],
        digest=fields["BamBaoCao"],
        department_code=fields["MaSoGD"],
        received_at=read_moment(fields["ThoiGianTiepNhan"]),
        outcomes=tuple(map(_outcome, children(body, "KetQua"))),
    )


def _outcome(element: etree._Element) -> EventOutcome:
    fields = texts(element)
    lookup_code, _, school_year = fields["IdBanGhi"].partition("-")
    held = fields.get("PhienBanDangGiu")
    outcome = EventOutcome(
        lookup_code=lookup_code,
        school_year=school_year,
        version=int(fields["PhienBan"]),
        standing=Standing(fields["TrangThai"]),
        held_version=None if held is None else int(held),
        faults=faults_of(element),
    )
    _require_coherent(outcome)
    return outcome


def _require_coherent(outcome: EventOutcome) -> None:
    returned = outcome.standing is Standing.RETURNED
    superseded = outcome.standing is Standing.SUPERSEDED
    newer = outcome.held_version is not None and outcome.held_version > outcome.version
    if returned != bool(outcome.faults) or (outcome.held_version is not None) != superseded:
        raise _incoherent("trả lại phải nêu lỗi, bỏ qua phải nêu phiên bản đang giữ")
    if superseded and not newer:
        raise _incoherent("chỉ bỏ qua khi đang giữ phiên bản lớn hơn")
    if not follows(outcome.school_year):
        raise _incoherent("«IdBanGhi» phải có hai năm liền nhau")


def _incoherent(what: str) -> PacketError:
    return PacketError(f"Biên nhận của Bộ không nhất quán: {what}.", code="KHONG_NHAT_QUAN")
