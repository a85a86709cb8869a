"""The packet around the pages: its header, putting together and taking apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import identifiers
from hocba.core.packet.coherence import follows
from hocba.core.packet.elements import (
    PACKET,
    PAGE,
    add,
    add_text,
    canonical,
    child,
    new,
    read_moment,
    texts,
    write_moment,
)
from hocba.core.packet.parse import parse, validate
from hocba.core.packet.read import class_year_of
from hocba.core.packet.write import add_class_year
from hocba.core.record import ClassYear, SchoolLevel


@dataclass(frozen=True, slots=True)
class PacketHeader:
    """Which class's pages a packet carries.

    ``packet_id`` is a UUID v4 in 32 lower-case hex characters; ``created_at`` is
    timezone-aware, whole seconds.
    """

    packet_id: str
    department_code: str
    school_code: str
    school_name: str
    level: SchoolLevel
    grade: int
    class_name: str
    school_year: str
    created_at: datetime

    @property
    def class_year(self) -> ClassYear:
        """The header's class, in the form that each page has it."""
        return ClassYear(
            self.department_code,
            self.school_code,
            self.school_name,
            self.level,
            self.grade,
            self.class_name,
            self.school_year,
        )


def assemble(header: PacketHeader, pages: Sequence[bytes]) -> bytes:
    """The unsigned packet of these pages, canonical; each page's own bytes are kept.

    Raises PacketError when a page is not a valid ``<HocBa>``, when two pages are of one
    transcript, or when the header holds what the format does not allow.
    """
    root = new("GoiTin", Id=identifiers.PACKET_ID, PhienBanGoiTin="1")
    _add_header(root, header, len(pages))
    add(root, "DanhSachHocBa").extend(parse(page, roots=(PAGE,)) for page in pages)
    validate(root)
    return canonical(root)


def _add_header(root: etree._Element, header: PacketHeader, pages: int) -> None:
    element = add(root, "ThongTinGoiTin", Id=identifiers.HEADER_ID)
    add_text(element, "MaGoiTin", header.packet_id)
    add_class_year(element, header.class_year)
    add_text(element, "SoHocBa", str(pages))
    add_text(element, "ThoiGianTao", write_moment(header.created_at))


def read_header(root: etree._Element) -> PacketHeader:
    """The header of a packet that :func:`parse` returned.

    Raises PacketError for a lone page, and when the header's count is not that of the pages.
    """
    fields = texts(_part(root, "ThongTinGoiTin"))
    year = class_year_of(fields)
    if int(fields["SoHocBa"]) != len(_part(root, "DanhSachHocBa")):
        raise PacketError("«SoHocBa» không bằng số học bạ trong gói tin.", code="SAI_SO_LUONG")
    if SchoolLevel.of_grade(year.grade) is not year.level or not follows(year.school_year):
        raise PacketError("Thông tin gói tin không nhất quán.", code="KHONG_NHAT_QUAN")
    return PacketHeader(
        packet_id=fields["MaGoiTin"],
        department_code=year.department_code,
        school_code=year.school_code,
        school_name=year.school_name,
        level=year.level,
        grade=year.grade,
        class_name=year.class_name,
        school_year=year.school_year,
        created_at=read_moment(fields["ThoiGianTao"]),
    )


def split(root: etree._Element) -> tuple[bytes, ...]:
    """The pages of a packet that :func:`parse` returned, each as the bytes that it has alone."""
    return tuple(canonical(page) for page in _part(root, "DanhSachHocBa"))


def _part(root: etree._Element, name: str) -> etree._Element:
    if root.tag != PACKET:
        raise PacketError("Tệp này không phải gói tin của một lớp.", code="KHONG_PHAI_GOI_TIN")
    return child(root, name)
