"""What the Department reports to the Ministry: events around pages that stay as they were signed.

::

    <BaoCaoBo Id="bao-cao" PhienBanBaoCao="1">
      <ThongTinBaoCao Id="tt-bao-cao">…</ThongTinBaoCao>
      <DanhSachSuKien>
        <SuKienHocBa Id="sk-{IdBanGhi}">     IdBanGhi, SuKien, PhienBan, ThoiGianCapNhat,
          …<HocBa>…</HocBa>                  the place in the Department's ledger, the page
        </SuKienHocBa>
      </DanhSachSuKien>
      <ds:Signature Id="ck-bao-cao"/>        role SOGDDT: the header, every event
    </BaoCaoBo>

The event's four fields are the national data centre's. ``dispatch-v1.xsd`` writes the format
down; a signed dispatch is parsed with ``parse(data, roots=(DISPATCH,))``.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import identifiers
from hocba.core.packet.coherence import follows
from hocba.core.packet.elements import (
    PAGE,
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
from hocba.core.record import Event

MOST_EVENTS = 500


@dataclass(frozen=True, slots=True)
class DispatchHeader:
    """Whose pages a dispatch carries; all are of one school year.

    ``dispatch_id`` is a UUID v4 in 32 lower-case hex characters; ``created_at`` is
    timezone-aware, whole seconds. ``checkpoint`` is the signed head of the Department's
    ledger under which every event proves its place.
    """

    dispatch_id: str
    department_code: str
    school_year: str
    created_at: datetime
    checkpoint: bytes


@dataclass(frozen=True, slots=True)
class DispatchEvent:
    """What has happened to one page, and the page: canonical ``<HocBa>`` bytes.

    ``updated_at`` is when it was locked, its effective date: timezone-aware, whole seconds.
    ``index`` and ``path`` lead from its entry to the root of the header's ledger head.
    """

    lookup_code: str
    school_year: str
    event: Event
    version: int
    updated_at: datetime
    index: int
    path: tuple[bytes, ...]
    page: bytes


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A header and its events, in the document's order."""

    header: DispatchHeader
    events: tuple[DispatchEvent, ...]


def write_dispatch(dispatch: Dispatch) -> bytes:
    """The unsigned dispatch, canonical; each page's own bytes are kept.

    Raises PacketError for what the format does not allow, such as a page that is no
    ``<HocBa>``, two events of one page, or an event of another school year.
    """
    root = new("BaoCaoBo", Id=identifiers.DISPATCH_ID, PhienBanBaoCao="1")
    _add_header(root, dispatch)
    listed = add(root, "DanhSachSuKien")
    for event in dispatch.events:
        _add_event(listed, event)
    validate(root)
    dispatch_of(root)
    return canonical(root)


def _add_header(root: etree._Element, dispatch: Dispatch) -> None:
    header = dispatch.header
    element = add(root, "ThongTinBaoCao", Id=identifiers.DISPATCH_HEADER_ID)
    add_text(element, "MaBaoCao", header.dispatch_id)
    add_text(element, "MaSoGD", header.department_code)
    add_text(element, "NamHoc", header.school_year)
    add_text(element, "SoSuKien", str(len(dispatch.events)))
    add_text(element, "ThoiGianTao", write_moment(header.created_at))
    add_text(element, "DauSoCai", header.checkpoint.decode())


def _add_event(listed: etree._Element, event: DispatchEvent) -> None:
    own_id = identifiers.of_event(event.lookup_code, event.school_year)
    element = add(listed, "SuKienHocBa", Id=own_id)
    add_text(element, "IdBanGhi", identifiers.of_record(event.lookup_code, event.school_year))
    add_text(element, "SuKien", event.event)
    add_text(element, "PhienBan", str(event.version))
    add_text(element, "ThoiGianCapNhat", write_moment(event.updated_at))
    proof = add(element, "ChungMinhSoCai")
    add_text(proof, "ViTri", str(event.index))
    for value in event.path:
        add_text(proof, "Bam", b64encode(value).decode())
    element.append(parse(event.page, roots=(PAGE,)))


def dispatch_of(root: etree._Element) -> Dispatch:
    """The dispatch of a tree that :func:`parse` returned, signed or not.

    Raises PacketError when its parts contradict each other.
    """
    fields = texts(child(root, "ThongTinBaoCao"))
    header = DispatchHeader(
        dispatch_id=fields["MaBaoCao"],
        department_code=fields["MaSoGD"],
        school_year=fields["NamHoc"],
        created_at=read_moment(fields["ThoiGianTao"]),
        checkpoint=fields["DauSoCai"].encode(),
    )
    events = tuple(map(_event, child(root, "DanhSachSuKien")))
    _require_coherent(header, events, int(fields["SoSuKien"]))
    return Dispatch(header, events)


def _event(element: etree._Element) -> DispatchEvent:
    fields = texts(element)
    lookup_code, _, school_year = fields["IdBanGhi"].partition("-")
    if element.get("Id") != identifiers.of_event(lookup_code, school_year):
        raise PacketError("Id của sự kiện không thuộc «IdBanGhi» của nó.", code="SAI_ID")
    proof = child(element, "ChungMinhSoCai")
    return DispatchEvent(
        lookup_code=lookup_code,
        school_year=school_year,
        event=Event(fields["SuKien"]),
        version=int(fields["PhienBan"]),
        updated_at=read_moment(fields["ThoiGianCapNhat"]),
        index=int(child(proof, "ViTri").text or ""),
        path=tuple(b64decode(each.text or "") for each in children(proof, "Bam")),
        page=canonical(child(element, "HocBa")),
    )


def _require_coherent(
    header: DispatchHeader, events: Sequence[DispatchEvent], counted: int
) -> None:
    if counted != len(events):
        raise PacketError("«SoSuKien» không bằng số sự kiện trong báo cáo.", code="SAI_SO_LUONG")
    if not follows(header.school_year) or {e.school_year for e in events} != {header.school_year}:
        raise PacketError("Báo cáo có sự kiện của năm học khác «NamHoc».", code="KHONG_NHAT_QUAN")
