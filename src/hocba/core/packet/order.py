"""What a school orders of the register about pages that are there already: it signs that, too.

::

    <DeNghi Id="de-nghi" PhienBanDeNghi="1">
      <NoiDung Id="nd-de-nghi">…</NoiDung>   who, what, why, when; which pages or pupils
      <ds:Signature Id="ck-de-nghi"/>        role NHATRUONG, one reference: #nd-de-nghi
    </DeNghi>

``order-v1.xsd`` writes the format down, ``docs/orders.md`` explains it. A signed order is
parsed with ``parse(data, roots=(ORDER,))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import identifiers
from hocba.core.packet.coherence import follows
from hocba.core.packet.elements import (
    ORDER,
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
from hocba.core.packet.parse import parse, validate

MOST_NAMED = 2_000


class Deed(StrEnum):
    """What shall be done; the values are those of the document."""

    RECALL = "THU_HOI"
    LOCK = "CHOT_SOM"
    REPORT_LATE = "NOP_MUON"
    HAND_OVER = "CHUYEN_DI"
    TAKE_IN = "TIEP_NHAN"
    TAKE_BACK = "RUT_LAI"

    @property
    def vietnamese(self) -> str:
        """The words that screens, messages and commands use for this deed."""
        return _WORDS[self]


_WORDS = {
    Deed.RECALL: "thu hồi học bạ",
    Deed.LOCK: "chốt sớm học bạ",
    Deed.REPORT_LATE: "nộp muộn học bạ",
    Deed.HAND_OVER: "chuyển giao học bạ",
    Deed.TAKE_IN: "tiếp nhận học bạ chuyển đến",
    Deed.TAKE_BACK: "rút lại chuyển giao học bạ",
}


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A transcript; with ``version``, its page of the order's year in just this version."""

    lookup_code: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A school's order. ``order_id`` is a UUID v4 in 32 lower-case hex characters.

    ``created_at`` is timezone-aware, whole seconds. Recall and early lock name pages of
    ``school_year`` with their versions, reporting late names pupils by ``personal_ids``; the
    three deeds of a transfer name transcripts alone, handing over the school ``to_school``.
    """

    order_id: str
    department_code: str
    school_code: str
    school_name: str
    deed: Deed
    reason: str
    created_at: datetime
    school_year: str = ""
    to_school: str = ""
    pages: tuple[NamedPage, ...] = ()
    personal_ids: tuple[str, ...] = ()

    @property
    def lookup_codes(self) -> tuple[str, ...]:
        return tuple(page.lookup_code for page in self.pages)


def write_order(order: Order) -> bytes:
    """The unsigned order, canonical. Raises PacketError for what the format does not allow."""
    root = new("DeNghi", Id=identifiers.ORDER_ID, PhienBanDeNghi="1")
    body = add(root, "NoiDung", Id=identifiers.ORDER_BODY_ID)
    add_text(body, "MaDeNghi", order.order_id)
    add_text(body, "MaSoGD", order.department_code)
    add_text(body, "MaTruong", order.school_code)
    add_text(body, "TenTruong", order.school_name)
    add_text(body, "ViecDeNghi", order.deed)
    add_text(body, "NamHoc", order.school_year)
    add_text(body, "MaTruongNhan", order.to_school)
    add_text(body, "LyDo", order.reason)
    add_text(body, "ThoiGianTao", write_moment(order.created_at))
    _add_named(body, order)
    validate(root)
    order_of(root)
    return canonical(root)


def _add_named(body: etree._Element, order: Order) -> None:
    for page in order.pages:
        element = add(body, "TrangHocBa")
        add_text(element, "MaDinhDanhHocBa", page.lookup_code)
        add_text(element, "PhienBan", None if page.version is None else str(page.version))
    for personal_id in order.personal_ids:
        add_text(body, "SoDinhDanh", personal_id)


def read_order(data: bytes) -> Order:
    """The order in ``data``, signed or not. Raises PacketError for anything else.

    Whether its signature holds is not asked here.
    """
    return order_of(parse(data, roots=(ORDER,)))


def order_of(root: etree._Element) -> Order:
    """The order of a tree that :func:`parse` returned. Raises PacketError as read_order."""
    body = child(root, "NoiDung")
    fields = texts(body)
    order = Order(
        order_id=fields["MaDeNghi"],
        department_code=fields["MaSoGD"],
        school_code=fields["MaTruong"],
        school_name=fields["TenTruong"],
        deed=Deed(fields["ViecDeNghi"]),
        reason=fields["LyDo"],
        created_at=read_moment(fields["ThoiGianTao"]),
        school_year=fields.get("NamHoc", ""),
        to_school=fields.get("MaTruongNhan", ""),
        pages=tuple(map(_named_page, children(body, "TrangHocBa"))),
        personal_ids=tuple(each.text or "" for each in children(body, "SoDinhDanh")),
    )
    _require_coherent(order)
    return order


def _named_page(element: etree._Element) -> NamedPage:
    fields = texts(element)
    version = fields.get("PhienBan")
    return NamedPage(fields["MaDinhDanhHocBa"], None if version is None else int(version))


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which of an order's parts there are: exactly those that its deed needs."""

    year: bool = False
    to_school: bool = False
    names: frozenset[str] = frozenset({"MaDinhDanhHocBa"})


_VERSIONS, _PUPILS = frozenset({"PhienBan"}), frozenset({"SoDinhDanh"})
_SHAPES = {
    Deed.RECALL: _Shape(year=True, names=_VERSIONS),
    Deed.LOCK: _Shape(year=True, names=_VERSIONS),
    Deed.REPORT_LATE: _Shape(year=True, names=_PUPILS),
    Deed.HAND_OVER: _Shape(to_school=True),
    Deed.TAKE_IN: _Shape(),
    Deed.TAKE_BACK: _Shape(),
}


def _require_coherent(order: Order) -> None:
    shape = _Shape(bool(order.school_year), bool(order.to_school), _names(order))
    if shape != _SHAPES[order.deed]:
        raise _incoherent(f"có phần thừa hoặc thiếu đối với việc «{order.deed.vietnamese}»")
    if order.school_year and not follows(order.school_year):
        raise _incoherent("«NamHoc» không phải hai năm liền nhau")
    if _has_one_twice(order.lookup_codes) or _has_one_twice(order.personal_ids):
        raise _incoherent("có một học bạ hoặc học sinh được nêu hai lần")


def _names(order: Order) -> frozenset[str]:
    """By what the order names what it is about."""
    pages = ("MaDinhDanhHocBa" if page.version is None else "PhienBan" for page in order.pages)
    return frozenset(pages) | (_PUPILS if order.personal_ids else frozenset())


def _has_one_twice(named: Sequence[str]) -> bool:
    return len(set(named)) != len(named)


def _incoherent(what: str) -> PacketError:
    return PacketError(f"Đề nghị của trường không nhất quán: {what}.", code="KHONG_NHAT_QUAN")
