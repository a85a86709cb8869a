"""Every field of the format refuses what does not belong in it."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import assemble, parse, write_page
from tests.core.packet.examples import HEADER, PRIMARY, SECONDARY

PACKET = assemble(HEADER, [write_page(PRIMARY), write_page(SECONDARY)]).decode()

BAD_VALUES = {
    "MaGoiTin": ["", "0" * 32, "0C7D1E2B3A4C4C5D8E9F0A1B2C3D4E5F"],
    "MaSoGD": ["", "0 1", "Hà Nội", "x" * 51, "-1"],
    "MaTruong": ["", "a/b", " A"],
    "TenTruong": ["", " ", "x" * 201, "a\nb"],
    "MaCapHoc": ["", "01", "05", "2", "02 "],
    "MaKhoi": ["", "0", "13", "04", "4 "],
    "MaLop": ["", "x" * 51, "4A1 "],
    "NamHoc": ["", "2023", "2023-24", "1999-2000", "2023–2024"],
    "SoHocBa": ["", "0", "-1", "02", "2 "],
    "ThoiGianTao": ["", "2024-06-01", "2024-06-01T09:00:00Z", "2024-02-30T09:00:00"],
    "IdBanGhi": ["", "x", "5f0c7d1e2b3a4c5d8e9f0a1b2c3d4e5f"],
    "SuKien": ["", "new", "DELETE"],
    "PhienBan": ["", "0", "01", "1.0", "1000000000"],
    "ThoiGianCapNhat": [
        "",
        "2024-05-31T10:00:00+07:00",
        "2024-05-31T10:00:00.5",
        "2024-05-31T10:00",
    ],
    "MaDinhDanhHocBa": ["", "5f0c7d1e-2b3a-4c5d-8e9f-0a1b2c3d4e5f"],
    "MaHocSinh": ["", " 1", "x" * 51],
    "SoDinhDanh": ["", "12345678901", "1234567890123", "00121464989a"],
    "HoVaTen": ["", " ", "Hồ  \u200bMinh", "Hồ\tMinh"],
    "NgayThangNamSinh": ["", "18/12/2014", "2014-02-30", "2014-12-18Z", "1899-01-01"],
    "GioiTinh": ["", "3", "Nam", "1 "],
    "DanToc": ["", " "],
    "QuocTich": ["", "a\n"],
    "NoiSinh": [""],
    "QueQuan": [""],
    "DiaChi": ["", "x" * 201],
    "HoTenCha": [""],
    "HoTenMe": [""],
    "HoTenNguoiGiamHo": [""],
    "CoKhuyetTatKhongDanhGia": ["", "1", "TRUE", " true"],
    "MaMonHoc": ["", "toan", "TOÁN", "T" * 33, "1A"],
    "DiemKTDK": ["", "0", "11", "9.5", "09"],
    "MaPhamChat": ["", "yeunuoc"],
    "MaNangLuc": ["", "Ngôn ngữ"],
    "NhanXetPhamChat": ["", "x" * 4001],
    "NhanXetNangLuc": [""],
    "NhanXetGVCN": [""],
    "KetQuaGiaoDuc": ["", "T", "HTX"],
    "DaHThanhCTrinhLopHoc": ["", "0"],
    "KhenThuong": ["", "HSG", "có"],
    "HocKy1": ["", "8", "8.25", "8,5", "10.5", "11.0", "D"],
    "HocKy2": ["", "-1.0"],
    "CaNam": ["", "CD", "đ"],
    "KiemTraLai": ["", "5"],
    "RenLuyenHocKy1": ["", "D", "8.0"],
    "RenLuyenHocKy2": ["", "G"],
    "SoBuoiNghi": ["", "-1", "1000", "01"],
    "DanhHieu": ["", "HSTB"],
    "NgayQuyetDinh": ["", "10/8/2024"],
    "GhiChu": [""],
}


def content(name: str) -> re.Pattern[str]:
    return re.compile(f"(?<=<{name}>)[^<]*(?=</{name}>)")


def refused(packet: str, name: str) -> None:
    with pytest.raises(PacketError, match=f"«{name}»"):
        parse(packet.encode())


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD_VALUES.items() for value in values]
)
def test_a_bad_value_is_refused_by_the_fields_name(name: str, value: str) -> None:
    changed, count = content(name).subn(value, PACKET, count=1)
    assert count == 1
    refused(changed, name)


@pytest.mark.parametrize(
    ("level", "name"), [("T", "MucDatDuoc"), ("H", "MucDatDuoc"), ("Đ", "MucDatDuoc")]
)
def test_a_level_is_one_of_its_own_scale(level: str, name: str) -> None:
    changed = PACKET.replace(f"<{name}>{level}<", f"<{name}>K<", 1)
    assert changed != PACKET
    refused(changed, name)


def leaf_names() -> set[str]:
    """The names of the elements that hold text, in a packet with something in every field."""
    root = etree.fromstring(PACKET.encode())
    return {etree.QName(element).localname for element in root.iter() if element.text}


def test_every_field_is_put_to_the_test_above() -> None:
    of_any_text_or_tested_by_scale = {"NhanXet", "MucDatDuoc", "DuocLenLop"}
    assert leaf_names() - of_any_text_or_tested_by_scale == set(BAD_VALUES)


OPTIONAL = {
    *("DanToc", "QuocTich", "NoiSinh", "QueQuan", "DiaChi"),
    *("HoTenCha", "HoTenMe", "HoTenNguoiGiamHo"),
    *("MucDatDuoc", "DiemKTDK", "NhanXet", "NhanXetPhamChat", "NhanXetNangLuc", "NhanXetGVCN"),
    *("KetQuaGiaoDuc", "DaHThanhCTrinhLopHoc", "KhenThuong", "DanhHieu", "GhiChu"),
    *("HocKy1", "HocKy2", "CaNam", "KiemTraLai"),
    *("RenLuyenHocKy1", "RenLuyenHocKy2", "SoBuoiNghi"),
}


@pytest.mark.parametrize("name", sorted(leaf_names() - {"DuocLenLop"}))
def test_a_field_may_be_left_out_only_where_the_record_may_be_silent(name: str) -> None:
    without = re.sub(f"<{name}>[^<]*</{name}>", "", PACKET, count=1)
    assert without != PACKET
    if name in OPTIONAL:
        parse(without.encode())
        return
    with pytest.raises(PacketError):
        parse(without.encode())


@pytest.mark.parametrize("name", sorted(leaf_names()))
def test_no_field_comes_twice(name: str) -> None:
    twice = re.sub(f"(<{name}>[^<]*</{name}>)", r"\1\1", PACKET, count=1)
    with pytest.raises(PacketError):
        parse(twice.encode())


@pytest.mark.parametrize(
    "name", ["GoiTin", "ThongTinGoiTin", "HocBa", "DuLieu", "MonHoc", "HoVaTen", "ChuKySo"]
)
def test_no_element_takes_an_attribute_that_the_format_does_not_have(name: str) -> None:
    changed = re.sub(f"<{name}(?=[ >])", f'<{name} la="1"', PACKET, count=1)
    refused(changed, name)


@pytest.mark.parametrize("name", ["GoiTin", "ThongTinGoiTin", "HocBa", "DuLieu", "MonHoc"])
def test_every_signable_part_has_its_id(name: str) -> None:
    changed = re.sub(f'(<{name}[^>]*?) Id="[^"]*"', r"\1", PACKET, count=1)
    assert changed != PACKET
    refused(changed, name)


@pytest.mark.parametrize("identifier", ["", "x", "goi-tin", "hb-" + "0" * 31, "HB-" + "0" * 32])
def test_a_pages_id_has_its_own_form(identifier: str) -> None:
    changed = PACKET.replace(f'"hb-{PRIMARY.lookup_code}"', f'"{identifier}"', 1)
    with pytest.raises(PacketError):
        parse(changed.encode())


def test_the_packets_version_is_one() -> None:
    refused(PACKET.replace('PhienBanGoiTin="1"', 'PhienBanGoiTin="2"'), "GoiTin")


def test_a_primary_page_holds_no_secondary_results() -> None:
    results = re.search("<KetQuaTrungHoc>.*</KetQuaTrungHoc>", PACKET)
    assert results
    both = PACKET.replace("</KetQuaTieuHoc>", "</KetQuaTieuHoc>" + results[0])
    with pytest.raises(PacketError):
        parse(both.encode())


def test_text_between_elements_is_refused() -> None:
    refused(PACKET.replace("<GioiTinh>", "x<GioiTinh>"), "DuLieu")


def test_a_packet_of_no_page_and_of_too_many_is_refused() -> None:
    for count in (0, 2_001):
        pages = re.search("<DanhSachHocBa>(<HocBa .*?</HocBa>)", PACKET)
        assert pages
        many = "".join(
            pages[1].replace(PRIMARY.lookup_code, f"{n:012x}4aaa8{n:015x}") for n in range(count)
        )
        packet = re.sub(
            "<DanhSachHocBa>.*</DanhSachHocBa>", f"<DanhSachHocBa>{many}</DanhSachHocBa>", PACKET
        )
        refused(packet, "DanhSachHocBa|HocBa")
