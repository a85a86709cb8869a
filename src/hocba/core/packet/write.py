"""Page → canonical XML.

The writer decides nothing: it puts the record into elements in the schema's order, leaves
out what is None or empty, and holds its own work against the schema before giving it out.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import identifiers
from hocba.core.packet.coherence import require_coherent
from hocba.core.packet.elements import add, add_text, canonical, new, write_moment
from hocba.core.packet.parse import validate
from hocba.core.record import (
    ClassYear,
    Mark,
    Outcome,
    Page,
    PrimaryOutcome,
    PrimaryResults,
    Pupil,
    Reassessment,
    SecondaryOutcome,
    SecondaryResults,
    SubjectLevel,
    SubjectMarks,
    Terms,
    Trait,
)


def write_page(page: Page) -> bytes:
    """The unsigned page: exclusive C14N of its ``<HocBa>``, with an empty ``<ChuKySo>``.

    Raises PacketError, naming the element, for a value that the format does not allow.
    """
    require_coherent(page)
    root = new("HocBa", Id=identifiers.of_page(page.lookup_code))
    data = add(root, "DuLieu", Id=identifiers.of_data(page.lookup_code))
    _add_record(data, page)
    add_class_year(data, page.class_year)
    _add_pupil(data, page.pupil)
    add_text(data, "CoKhuyetTatKhongDanhGia", _truth(page.results.not_assessed))
    _add_year(data, page)
    if page.reassessment is not None:
        _add_reassessment(data, page.reassessment)
    add(root, "ChuKySo")
    validate(root)
    return canonical(root)


def _add_record(data: etree._Element, page: Page) -> None:
    school_year = page.class_year.school_year
    add_text(data, "IdBanGhi", identifiers.of_record(page.lookup_code, school_year))
    add_text(data, "SuKien", page.event)
    add_text(data, "PhienBan", str(page.version))
    add_text(data, "ThoiGianCapNhat", write_moment(page.updated_at))
    add_text(data, "MaDinhDanhHocBa", page.lookup_code)


def add_class_year(parent: etree._Element, year: ClassYear) -> None:
    """Append the elements that say where and when, the same on a page and on a packet."""
    add_text(parent, "MaSoGD", year.department_code)
    add_text(parent, "MaTruong", year.school_code)
    add_text(parent, "TenTruong", year.school_name)
    add_text(parent, "MaCapHoc", year.level)
    add_text(parent, "MaKhoi", str(year.grade))
    add_text(parent, "MaLop", year.class_name)
    add_text(parent, "NamHoc", year.school_year)


def _add_pupil(data: etree._Element, pupil: Pupil) -> None:
    add_text(data, "MaHocSinh", pupil.code)
    add_text(data, "SoDinhDanh", pupil.personal_id)
    add_text(data, "HoVaTen", pupil.full_name)
    add_text(data, "NgayThangNamSinh", pupil.birth_date.isoformat())
    add_text(data, "GioiTinh", str(pupil.sex.value))
    add_text(data, "DanToc", pupil.ethnic_group)
    add_text(data, "QuocTich", pupil.nationality)
    add_text(data, "NoiSinh", pupil.birth_place)
    add_text(data, "QueQuan", pupil.home_town)
    add_text(data, "DiaChi", pupil.address)
    add_text(data, "HoTenCha", pupil.father)
    add_text(data, "HoTenMe", pupil.mother)
    add_text(data, "HoTenNguoiGiamHo", pupil.guardian)


def _add_year(data: etree._Element, page: Page) -> None:
    if isinstance(page.results, PrimaryResults):
        year = add(data, "KetQuaTieuHoc")
        _add_primary(year, page.results, page)
    else:
        year = add(data, "KetQuaTrungHoc")
        _add_secondary(year, page.results, page)
    _add_outcome(add(year, "NhaTruongKetLuan"), page.stated)
    _add_outcome(add(year, "TheoQuyDinh"), page.computed)


def _add_primary(year: etree._Element, results: PrimaryResults, page: Page) -> None:
    for subject in results.subjects:
        _add_subject_level(_add_subject(year, subject, page), subject)
    _add_traits(year, "PhamChat", results.qualities)
    add_text(year, "NhanXetPhamChat", results.quality_comment)
    _add_traits(year, "NangLuc", results.competences)
    add_text(year, "NhanXetNangLuc", results.competence_comment)


def _add_secondary(year: etree._Element, results: SecondaryResults, page: Page) -> None:
    for subject in results.subjects:
        _add_subject_marks(_add_subject(year, subject, page), subject)
    add_text(year, "RenLuyenHocKy1", _code(results.conduct_term1))
    add_text(year, "RenLuyenHocKy2", _code(results.conduct_term2))
    add_text(year, "SoBuoiNghi", _number(results.absences))
    add_text(year, "NhanXetGVCN", results.homeroom_comment)


def _add_subject(
    year: etree._Element, subject: SubjectLevel | SubjectMarks, page: Page
) -> etree._Element:
    # NamHoc: a teacher signs this element alone, and must not thereby sign next year's.
    element = add(
        year,
        "MonHoc",
        Id=identifiers.of_subject(page.lookup_code, subject.subject),
        NamHoc=page.class_year.school_year,
    )
    add_text(element, "MaMonHoc", subject.subject)
    return element


def _add_subject_level(element: etree._Element, subject: SubjectLevel) -> None:
    add_text(element, "MucDatDuoc", _code(subject.level))
    add_text(element, "DiemKTDK", _number(subject.score))
    add_text(element, "NhanXet", subject.comment)


def _add_subject_marks(element: etree._Element, subject: SubjectMarks) -> None:
    add_text(element, "HocKy1", _mark(subject.term1))
    add_text(element, "HocKy2", _mark(subject.term2))
    add_text(element, "CaNam", _mark(subject.year))
    add_text(element, "KiemTraLai", _mark(subject.retest))
    add_text(element, "NhanXet", subject.comment)


def _add_traits(year: etree._Element, name: str, traits: tuple[Trait, ...]) -> None:
    for trait in traits:
        element = add(year, name)
        add_text(element, f"Ma{name}", trait.trait)
        add_text(element, "MucDatDuoc", _code(trait.level))


def _add_outcome(element: etree._Element, outcome: Outcome) -> None:
    if isinstance(outcome, PrimaryOutcome):
        _add_primary_outcome(element, outcome)
    else:
        _add_secondary_outcome(element, outcome)


def _add_primary_outcome(element: etree._Element, outcome: PrimaryOutcome) -> None:
    add_text(element, "KetQuaGiaoDuc", outcome.result)
    add_text(element, "DaHThanhCTrinhLopHoc", _truth(outcome.completed))
    add_text(element, "KhenThuong", outcome.award)


def _add_secondary_outcome(element: etree._Element, outcome: SecondaryOutcome) -> None:
    _add_terms(add(element, "KetQuaHocTap"), outcome.academic)
    _add_terms(add(element, "KetQuaRenLuyen"), outcome.conduct)
    add_text(element, "DuocLenLop", _truth(outcome.promoted))
    add_text(element, "DanhHieu", outcome.award)


def _add_terms(element: etree._Element, terms: Terms) -> None:
    add_text(element, "HocKy1", _code(terms.term1))
    add_text(element, "HocKy2", _code(terms.term2))
    add_text(element, "CaNam", _code(terms.year))


def _add_reassessment(data: etree._Element, reassessment: Reassessment) -> None:
    element = add(data, "DanhGiaBoSung")
    add_text(element, "DuocLenLop", _truth(reassessment.promoted))
    add_text(element, "NgayQuyetDinh", reassessment.decided_on.isoformat())
    add_text(element, "GhiChu", reassessment.note)


def _truth(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)


def _code(value: StrEnum | None) -> str | None:
    """The field's own letters: D and CD are written Đ and CĐ."""
    return None if value is None else value.value.replace("D", "Đ")


def _mark(value: Mark | None) -> str | None:
    return _score(value) if isinstance(value, Decimal) else _code(value)


def _score(value: Decimal) -> str:
    if not (value.is_finite() and 0 <= value <= 10 and value * 10 % 1 == 0):
        raise PacketError("Điểm phải từ 0 đến 10, có một chữ số thập phân.", code="DIEM_SAI")
    return f"{value:.1f}"
