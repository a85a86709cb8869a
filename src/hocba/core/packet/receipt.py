"""What the registry answers to a packet: a receipt that it signs.

::

    <BienNhan Id="bien-nhan">
      <NoiDung Id="nd-bien-nhan">…</NoiDung>
      <ds:Signature Id="ck-bien-nhan"/>      role SOGDDT, one reference: #nd-bien-nhan
    </BienNhan>

The ids are in :mod:`hocba.core.packet.identifiers`. A signed receipt is parsed with
``parse(data, roots=(RECEIPT,))``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import identifiers
from hocba.core.packet.coherence import follows
from hocba.core.packet.elements import (
    RECEIPT,
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

_ACCEPTED, _REJECTED = "TIEP_NHAN", "TRA_LAI"


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of one page of the packet; accepted when there are no ``faults``."""

    lookup_code: str
    school_year: str
    version: int
    faults: tuple[Fault, ...] = ()

    @property
    def accepted(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class Receipt:
    """The registry's answer to one packet, page by page in the packet's order.

    ``packet_digest`` is the SHA-256 (lower-case hex) of the packet's bytes as they came in;
    ``received_at`` is timezone-aware, whole seconds.
    """

    receipt_id: str
    packet_id: str
    packet_digest: str
    school_code: str
    received_at: datetime
    outcomes: tuple[PageOutcome, ...]


def write_receipt(receipt: Receipt) -> bytes:
    """The unsigned receipt, canonical. Raises PacketError for what the format does not allow."""
    root = new("BienNhan", Id=identifiers.RECEIPT_ID)
    body = add(root, "NoiDung", Id=identifiers.RECEIPT_BODY_ID)
    add_text(body, "MaBienNhan", receipt.receipt_id)
    add_text(body, "MaGoiTin", receipt.packet_id)
    add_text(body, "BamGoiTin", receipt.packet_digest)
    add_text(body, "MaTruong", receipt.school_code)
    add_text(body, "ThoiGianTiepNhan", write_moment(receipt.received_at))
    for outcome in receipt.outcomes:
        _add_outcome(body, outcome)
    validate(root)
    return canonical(root)


def _add_outcome(body: etree._Element, outcome: PageOutcome) -> None:
    element = add(body, "KetQua")
    add_text(element, "MaDinhDanhHocBa", outcome.lookup_code)
    add_text(element, "NamHoc", outcome.school_year)
    add_text(element, "PhienBan", str(outcome.version))
    add_text(element, "TrangThai", _ACCEPTED if outcome.accepted else _REJECTED)
    add_faults(element, outcome.faults)


def read_receipt(data: bytes) -> Receipt:
    """The receipt in ``data``, signed or not. Raises PacketError for anything else.

    Whether its signature holds is not asked here.
    """
    return receipt_of(parse(data, roots=(RECEIPT,)))


def receipt_of(root: etree._Element) -> Receipt:
    """The receipt of a tree that :func:`parse` returned. Raises PacketError as read_receipt."""
    body = child(root, "NoiDung")
    fields = texts(body)
    return Receipt(
        receipt_id=fields["MaBienNhan"],
        packet_id=fields["MaGoiTin"],
        packet_digest=fields["BamGoiTin"],
        school_code=fields["MaTruong"],
        received_at=read_moment(fields["ThoiGianTiepNhan"]),
        outcomes=tuple(_outcome(element) for element in children(body, "KetQua")),
    )


def _outcome(element: etree._Element) -> PageOutcome:
    fields = texts(element)
    faults = faults_of(element)
    if (fields["TrangThai"] == _ACCEPTED) == bool(faults):
        raise PacketError(
            "Biên nhận không nhất quán: trả lại phải nêu lỗi, tiếp nhận thì không.",
            code="KHONG_NHAT_QUAN",
        )
    if not follows(fields["NamHoc"]):
        raise PacketError(
            "Biên nhận có «NamHoc» không phải hai năm liền nhau.", code="KHONG_NHAT_QUAN"
        )
    return PageOutcome(fields["MaDinhDanhHocBa"], fields["NamHoc"], int(fields["PhienBan"]), faults)
