"""Canonical XML → Page, from documents that the schema has accepted and no others."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import identifiers
from hocba.core.packet.coherence import require_coherent
from hocba.core.packet.elements import (
    LOCAL_NAME,
    PAGE,
    child,
    read_day,
    read_moment,
    require_nfc,
    unchecked_texts,
)
from hocba.core.packet.parse import parse, parse_again
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


class _Section(NamedTuple):
    """An element's children by local name: the texts of some, and those that hold elements."""

    texts: _Texts
    parts: dict[str, list[etree._Element]]


_PARTS = frozenset(
    {
        "KetQuaTieuHoc",
        "KetQuaTrungHoc",
        "DanhGiaBoSung",
        "MonHoc",
        "PhamChat",
        "NangLuc",
        "NhaTruongKetLuan",
        "TheoQuyDinh",
        "KetQuaHocTap",
        "KetQuaRenLuyen",
    }
)
"""The names of those that hold elements, of which some may be empty."""


def _letters(codes: type[_Code]) -> dict[str | None, _Code | None]:
    """Each code by its letters in a document, where D is written Đ; what is not written is None."""
    return {None: None} | {code.value.replace("D", "Đ"): code for code in codes}


_ATTAINMENTS, _TRAIT_LEVELS = _letters(Attainment), _letters(TraitLevel)
_PASS_LEVELS, _RATINGS = _letters(PassLevel), _letters(Rating)
_PRIMARY_RESULTS, _AWARDS = _letters(PrimaryResult), _letters(Award)


def read_page(data: bytes) -> Page:
    """The page of a lone ``<HocBa>``, signed or not.

    Raises PacketError for anything else, and when its parts contradict each other or its Ids.
    Whether its signatures hold is not asked here.
    """
    return _page_of(parse(data, roots=(PAGE,)))


def read_page_again(data: bytes) -> Page:
    """What :func:`read_page` gives, of a ``<HocBa>`` cut out of a document that was parsed already.

    ``data`` must be in canonical form. Raises as that does.
    """
    return _page_of(parse_again(data))


def _page_of(element: etree._Element) -> Page:
    data = child(element, "DuLieu")
    require_nfc(data)
    section = _section(data)
    (year,) = section.parts.get("KetQuaTieuHoc") or section.parts["KetQuaTrungHoc"]
    results = _section(year)
    page = _page(section, results)
    require_coherent(page)
    _require_own_ids([element, data], section.texts["IdBanGhi"], _taught(results), page)
    return page


def _section(element: etree._Element) -> _Section:
    """Goes through the children once: to look each up by its name costs what parsing does."""
    found = _Section({}, {})
    for each in element:
        name = each.tag[LOCAL_NAME]
        if name in _PARTS:
            found.parts.setdefault(name, []).append(each)
        else:
            found.texts[name] = each.text or ""
    return found


def _page(section: _Section, year: _Section) -> Page:
    fields = section.texts
    primary = "KetQuaTieuHoc" in section.parts
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
        stated=outcome(*year.parts["NhaTruongKetLuan"]),
        computed=outcome(*year.parts["TheoQuyDinh"]),
        reassessment=_reassessment(section),
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


def _primary_results(year: _Section, *, not_assessed: bool) -> PrimaryResults:
    fields = year.texts
    return PrimaryResults(
        subjects=tuple([_subject_level(unchecked_texts(each)) for each in _taught(year)]),
        qualities=_traits(year, "PhamChat"),
        competences=_traits(year, "NangLuc"),
        quality_comment=fields.get("NhanXetPhamChat", ""),
        competence_comment=fields.get("NhanXetNangLuc", ""),
        not_assessed=not_assessed,
    )


def _secondary_results(year: _Section, *, not_assessed: bool) -> SecondaryResults:
    fields = year.texts
    return SecondaryResults(
        subjects=tuple([_subject_marks(unchecked_texts(each)) for each in _taught(year)]),
        conduct_term1=_RATINGS[fields.get("RenLuyenHocKy1")],
        conduct_term2=_RATINGS[fields.get("RenLuyenHocKy2")],
        absences=_number(fields.get("SoBuoiNghi")),
        homeroom_comment=fields.get("NhanXetGVCN", ""),
        not_assessed=not_assessed,
    )


def _taught(year: _Section) -> list[etree._Element]:
    return year.parts.get("MonHoc", [])


def _subject_level(fields: _Texts) -> SubjectLevel:
    return SubjectLevel(
        subject=fields["MaMonHoc"],
        level=_ATTAINMENTS[fields.get("MucDatDuoc")],
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


def _traits(year: _Section, name: str) -> tuple[Trait, ...]:
    code = f"Ma{name}"
    found = map(unchecked_texts, year.parts.get(name, []))
    return tuple([Trait(each[code], _TRAIT_LEVELS[each.get("MucDatDuoc")]) for each in found])


def _primary_outcome(element: etree._Element) -> PrimaryOutcome:
    fields = unchecked_texts(element)
    return PrimaryOutcome(
        result=_PRIMARY_RESULTS[fields.get("KetQuaGiaoDuc")],
        completed=_optional_truth(fields.get("DaHThanhCTrinhLopHoc")),
        award=_AWARDS[fields.get("KhenThuong")],
    )


def _secondary_outcome(element: etree._Element) -> SecondaryOutcome:
    fields, parts = _section(element)
    return SecondaryOutcome(
        academic=_terms(*parts["KetQuaHocTap"]),
        conduct=_terms(*parts["KetQuaRenLuyen"]),
        promoted=_optional_truth(fields.get("DuocLenLop")),
        award=_AWARDS[fields.get("DanhHieu")],
    )


def _terms(element: etree._Element) -> Terms:
    fields = unchecked_texts(element)
    return Terms(
        term1=_RATINGS[fields.get("HocKy1")],
        term2=_RATINGS[fields.get("HocKy2")],
        year=_RATINGS[fields.get("CaNam")],
    )


def _reassessment(data: _Section) -> Reassessment | None:
    if "DanhGiaBoSung" not in data.parts:
        return None
    fields = unchecked_texts(*data.parts["DanhGiaBoSung"])
    return Reassessment(
        promoted=_truth(fields["DuocLenLop"]),
        decided_on=read_day(fields["NgayQuyetDinh"]),
        note=fields.get("GhiChu", ""),
    )


def _require_own_ids(
    frame: Sequence[etree._Element], record: str, taught: Sequence[etree._Element], page: Page
) -> None:
    """An Id that spoke of another pupil, subject or year would lend a signature to it."""
    code, school_year = page.lookup_code, page.class_year.school_year
    found = [record, *(each.get("Id") for each in frame)]
    own = [identifiers.of_record(code, school_year)]
    own += [identifiers.of_page(code), identifiers.of_data(code)]
    for each in taught:
        found += [each.get("Id"), each.get("NamHoc")]
    for subject in page.results.subjects:
        own += [identifiers.of_subject(code, subject.subject), school_year]
    if found != own:
        raise PacketError("Id trong trang học bạ không thuộc trang đó.", code="SAI_ID")


def _mark(text: str | None) -> Mark | None:
    if text is None:
        return None
    return Decimal(text) if text[0].isdecimal() else _PASS_LEVELS[text]


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _truth(text: str) -> bool:
    return text == "true"


def _optional_truth(text: str | None) -> bool | None:
    return None if text is None else _truth(text)
