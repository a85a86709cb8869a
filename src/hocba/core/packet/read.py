"""Canonical XML → Page, from documents that the schema has accepted and no others."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import identifiers
from hocba.core.packet.coherence import require_coherent
from hocba.core.packet.elements import (
    PAGE,
    SUBJECT,
    child,
    children,
    read_day,
    read_moment,
    tag,
    texts,
)
from hocba.core.packet.parse import parse
from hocba.core.record import (
    Attainment,
    Award,
    ClassYear,
    Event,
    Mark,
    Page,
    PassLevel,
    PrimaryOutcome,
    PrimaryResult,
    PrimaryResults,
    Pupil,
    Rating,
    Reassessment,
    SchoolLevel,
    SecondaryOutcome,
    SecondaryResults,
    Sex,
    SubjectLevel,
    SubjectMarks,
    Terms,
    Trait,
    TraitLevel,
)

_Code = TypeVar("_Code", bound=StrEnum)
_Texts = dict[str, str]


def read_page(data: bytes) -> Page:
    """The page of a lone ``<HocBa>``, signed or not.

    Raises PacketError for anything else. Whether its signatures hold is not asked here.
    """
    return page_of(parse(data, roots=(PAGE,)))


def page_of(element: etree._Element) -> Page:
    """The page of a ``<HocBa>`` within a tree that :func:`parse` returned.

    Raises PacketError when its parts contradict each other or its Ids.
    """
    page = _page(child(element, "DuLieu"))
    require_coherent(page)
    _require_own_ids(element, page)
    return page


def _page(data: etree._Element) -> Page:
    fields = texts(data)
    primary = "KetQuaTieuHoc" in fields
    year = child(data, "KetQuaTieuHoc" if primary else "KetQuaTrungHoc")
    results = _primary_results if primary else _secondary_results
    outcome = _primary_outcome if primary else _secondary_outcome
    return Page(
        lookup_code=fields["MaDinhDanhHocBa"],
        version=int(fields["PhienBan"]),
        event=Event(fields["SuKien"]),
        updated_at=read_moment(fields["ThoiGianCapNhat"]),
        class_year=class_year_of(fields),
        pupil=_pupil(fields),
        results=results(year, not_assessed=_truth(fields["CoKhuyetTatKhongDanhGia"])),
        stated=outcome(child(year, "NhaTruongKetLuan")),
        computed=outcome(child(year, "TheoQuyDinh")),
        reassessment=_reassessment(data),
    )


def class_year_of(fields: _Texts) -> ClassYear:
    """Where and when, from the texts of a page or of a packet's header."""
    return ClassYear(
        department_code=fields["MaSoGD"],
        school_code=fields["MaTruong"],
        school_name=fields["TenTruong"],
        level=SchoolLevel(fields["MaCapHoc"]),
        grade=int(fields["MaKhoi"]),
        class_name=fields["MaLop"],
        school_year=fields["NamHoc"],
    )


def _pupil(fields: _Texts) -> Pupil:
    return Pupil(
        code=fields["MaHocSinh"],
        personal_id=fields["SoDinhDanh"],
        full_name=fields["HoVaTen"],
        birth_date=read_day(fields["NgayThangNamSinh"]),
        sex=Sex(int(fields["GioiTinh"])),
        ethnic_group=fields.get("DanToc", ""),
        nationality=fields.get("QuocTich", ""),
        birth_place=fields.get("NoiSinh", ""),
        home_town=fields.get("QueQuan", ""),
        address=fields.get("DiaChi", ""),
        father=fields.get("HoTenCha", ""),
        mother=fields.get("HoTenMe", ""),
        guardian=fields.get("HoTenNguoiGiamHo", ""),
    )


def _primary_results(year: etree._Element, *, not_assessed: bool) -> PrimaryResults:
    fields = texts(year)
    return PrimaryResults(
        subjects=tuple(_subject_level(texts(subject)) for subject in children(year, "MonHoc")),
        qualities=_traits(year, "PhamChat"),
        competences=_traits(year, "NangLuc"),
        quality_comment=fields.get("NhanXetPhamChat", ""),
        competence_comment=fields.get("NhanXetNangLuc", ""),
        not_assessed=not_assessed,
    )


def _secondary_results(year: etree._Element, *, not_assessed: bool) -> SecondaryResults:
    fields = texts(year)
    return SecondaryResults(
        subjects=tuple(_subject_marks(texts(subject)) for subject in children(year, "MonHoc")),
        conduct_term1=_code(Rating, fields.get("RenLuyenHocKy1")),
        conduct_term2=_code(Rating, fields.get("RenLuyenHocKy2")),
        absences=_number(fields.get("SoBuoiNghi")),
        homeroom_comment=fields.get("NhanXetGVCN", ""),
        not_assessed=not_assessed,
    )


def _subject_level(fields: _Texts) -> SubjectLevel:
    return SubjectLevel(
        subject=fields["MaMonHoc"],
        level=_code(Attainment, fields.get("MucDatDuoc")),
        score=_number(fields.get("DiemKTDK")),
        comment=fields.get("NhanXet", ""),
    )


def _subject_marks(fields: _Texts) -> SubjectMarks:
    return SubjectMarks(
        subject=fields["MaMonHoc"],
        term1=_mark(fields.get("HocKy1")),
        term2=_mark(fields.get("HocKy2")),
        year=_mark(fields.get("CaNam")),
        retest=_mark(fields.get("KiemTraLai")),
        comment=fields.get("NhanXet", ""),
    )


def _traits(year: etree._Element, name: str) -> tuple[Trait, ...]:
    found = (texts(element) for element in children(year, name))
    return tuple(
        Trait(fields[f"Ma{name}"], _code(TraitLevel, fields.get("MucDatDuoc"))) for fields in found
    )


def _primary_outcome(element: etree._Element) -> PrimaryOutcome:
    fields = texts(element)
    return PrimaryOutcome(
        result=_code(PrimaryResult, fields.get("KetQuaGiaoDuc")),
        completed=_optional_truth(fields.get("DaHThanhCTrinhLopHoc")),
        award=_code(Award, fields.get("KhenThuong")),
    )


def _secondary_outcome(element: etree._Element) -> SecondaryOutcome:
    fields = texts(element)
    return SecondaryOutcome(
        academic=_terms(child(element, "KetQuaHocTap")),
        conduct=_terms(child(element, "KetQuaRenLuyen")),
        promoted=_optional_truth(fields.get("DuocLenLop")),
        award=_code(Award, fields.get("DanhHieu")),
    )


def _terms(element: etree._Element) -> Terms:
    fields = texts(element)
    return Terms(
        term1=_code(Rating, fields.get("HocKy1")),
        term2=_code(Rating, fields.get("HocKy2")),
        year=_code(Rating, fields.get("CaNam")),
    )


def _reassessment(data: etree._Element) -> Reassessment | None:
    element = data.find(tag("DanhGiaBoSung"))
    if element is None:
        return None
    fields = texts(element)
    return Reassessment(
        promoted=_truth(fields["DuocLenLop"]),
        decided_on=read_day(fields["NgayQuyetDinh"]),
        note=fields.get("GhiChu", ""),
    )


def _require_own_ids(element: etree._Element, page: Page) -> None:
    """An Id that spoke of another pupil, subject or year would lend a signature to it."""
    data = child(element, "DuLieu")
    code, school_year = page.lookup_code, page.class_year.school_year
    found = [element.get("Id"), data.get("Id"), child(data, "IdBanGhi").text]
    own = [identifiers.of_page(code), identifiers.of_data(code)]
    own.append(identifiers.of_record(code, school_year))
    for taught in data.iter(SUBJECT):
        found += [taught.get("Id"), taught.get("NamHoc")]
    for subject in page.results.subjects:
        own += [identifiers.of_subject(code, subject.subject), school_year]
    if found != own:
        raise PacketError("Id trong trang học bạ không thuộc trang đó.", code="SAI_ID")


def _code(kind: type[_Code], text: str | None) -> _Code | None:
    return None if text is None else kind(text.replace("Đ", "D"))


def _mark(text: str | None) -> Mark | None:
    if text is None:
        return None
    return Decimal(text) if text[0].isdecimal() else _code(PassLevel, text)


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _truth(text: str) -> bool:
    return text == "true"


def _optional_truth(text: str | None) -> bool | None:
    return None if text is None else _truth(text)
