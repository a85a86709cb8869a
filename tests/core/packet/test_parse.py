"""What parse lets through is a packet or a page, whole and valid; all else is one kind of error."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.errors import PacketError
from hocba.core.packet import (
    NAMESPACE,
    PACKET,
    PAGE,
    RECEIPT,
    assemble,
    parse,
    read_page,
    write_page,
)
from tests.core.packet.examples import HEADER, PRIMARY, SECONDARY

PRIMARY_XML, SECONDARY_XML = write_page(PRIMARY).decode(), write_page(SECONDARY).decode()
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def refused(text: str) -> PacketError:
    with pytest.raises(PacketError) as error:
        parse(text.encode())
    return error.value


def test_a_page_and_a_packet_are_the_roots_that_are_taken() -> None:
    page = write_page(PRIMARY)
    assert parse(page).tag == PAGE
    assert parse(assemble(HEADER, [page])).tag == PACKET


def test_a_caller_may_ask_for_another_root() -> None:
    with pytest.raises(PacketError) as error:
        parse(write_page(PRIMARY), roots=(RECEIPT,))
    assert error.value.code == "KHONG_PHAI_GOI_TIN"


@pytest.mark.parametrize("namespace", ["", "urn:hocba:goi-tin:2", NAMESPACE + "#"])
def test_a_changed_namespace_is_refused(namespace: str) -> None:
    assert refused(PRIMARY_XML.replace(NAMESPACE, namespace)).code == "KHONG_PHAI_GOI_TIN"


def test_an_element_of_another_namespace_within_a_page_is_refused() -> None:
    refused(PRIMARY_XML.replace("<GioiTinh>1</GioiTinh>", '<GioiTinh xmlns="urn:x">1</GioiTinh>'))


def test_two_elements_of_one_id_are_refused() -> None:
    code = PRIMARY.lookup_code
    text = PRIMARY_XML.replace(f'"mh-{code}-DAODUC"', f'"mh-{code}-TOAN"')
    assert text != PRIMARY_XML
    assert refused(text).code == "TRUNG_ID"


def test_two_signatures_of_one_id_are_refused() -> None:
    signature = (
        '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="ck-1">'
        "<ds:Object></ds:Object></ds:Signature>"
    )
    text = PRIMARY_XML.replace("</ChuKySo>", 2 * signature + "</ChuKySo>")
    assert refused(text).code == "TRUNG_ID"


def test_no_schema_is_fetched_for_a_document_that_names_one(tmp_path: Path) -> None:
    schema = tmp_path / "evil.xsd"
    schema.write_text("this would be an error of the schema, not of the document")
    hint = f'<HocBa {XSI} xsi:schemaLocation="urn:x {schema}" '
    assert refused(PRIMARY_XML.replace("<HocBa ", hint)).code == "CAU_TRUC_CAM"


def test_a_schema_named_in_character_references_is_not_fetched_either() -> None:
    hidden = XSI.replace("XMLSchema", "XMLSchem&#97;")
    assert hidden != XSI
    text = PRIMARY_XML.replace("<HocBa ", f'<HocBa {hidden} xsi:schemaLocation="urn:x y" ')
    assert refused(text).code == "CAU_TRUC_CAM"


@pytest.mark.parametrize("attribute", ['xsi:nil="true"', 'xsi:type="MaTuDo"'])
def test_a_document_may_not_choose_its_own_types(attribute: str) -> None:
    text = PRIMARY_XML.replace("<HoVaTen>", f"<HoVaTen {XSI} {attribute}>")
    assert refused(text).code == "CAU_TRUC_CAM"


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (f'Id="hb-{PRIMARY.lookup_code}"', f'Id="hb-{SECONDARY.lookup_code}"'),
        (f'Id="dl-{PRIMARY.lookup_code}"', f'Id="dl-{SECONDARY.lookup_code}"'),
        (f'Id="mh-{PRIMARY.lookup_code}-TOAN"', f'Id="mh-{SECONDARY.lookup_code}-TOAN"'),
        (f'Id="mh-{PRIMARY.lookup_code}-TOAN"', f'Id="mh-{PRIMARY.lookup_code}-TIENGVIET"'),
        ('TOAN" NamHoc="2023-2024"', 'TOAN" NamHoc="2022-2023"'),
        (f"{PRIMARY.lookup_code}-2023-2024<", f"{PRIMARY.lookup_code}-2022-2023<"),
    ],
)
def test_an_id_that_speaks_of_another_part_is_refused_on_reading(good: str, bad: str) -> None:
    assert good in PRIMARY_XML
    with pytest.raises(PacketError) as error:
        read_page(PRIMARY_XML.replace(good, bad).encode())
    assert error.value.code == "SAI_ID"


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<MaKhoi>4<", "<MaKhoi>6<"),
        ("<MaCapHoc>02<", "<MaCapHoc>03<"),
        ("<NamHoc>2023-2024<", "<NamHoc>2023-2025<"),
    ],
)
def test_a_page_that_contradicts_itself_is_refused_on_reading(good: str, bad: str) -> None:
    assert good in PRIMARY_XML
    with pytest.raises(PacketError) as error:
        read_page(PRIMARY_XML.replace(good, bad).encode())
    assert error.value.code == "KHONG_NHAT_QUAN"


@pytest.mark.parametrize(
    ("good", "bad"),
    [("<NgayThangNamSinh>", "<NgayThangNamSinh> "), ("<ThoiGianCapNhat>", "<ThoiGianCapNhat>\n")],
)
def test_blanks_that_xml_schema_forgives_are_refused_on_reading(good: str, bad: str) -> None:
    with pytest.raises(PacketError) as error:
        read_page(PRIMARY_XML.replace(good, bad).encode())
    assert error.value.code == "THOI_GIAN"


def test_decomposed_text_is_refused_on_reading_however_it_is_spelt() -> None:
    for spelling in ("Ho\u0302\u0300", "H&#x6f;&#x302;&#x300;"):
        with pytest.raises(PacketError) as error:
            read_page(PRIMARY_XML.replace("Hồ Minh", f"{spelling} Minh").encode())
        assert error.value.code == "KHONG_NFC"


def test_a_fault_in_a_packet_is_told_by_element_and_number_of_the_page() -> None:
    packet = assemble(HEADER, [write_page(PRIMARY), write_page(SECONDARY)]).decode()
    error = refused(packet.replace("<MaKhoi>7<", "<MaKhoi>13<"))
    assert str(error) == "Mục «MaKhoi» của học bạ thứ 2: giá trị không hợp lệ."


@given(
    page=st.sampled_from([PRIMARY_XML.encode(), SECONDARY_XML.encode()]),
    at=st.integers(0, 3000),
    removed=st.integers(0, 40),
    inserted=st.binary(max_size=4) | st.sampled_from([b"<", b"/>", b'"', b"&#0;", b"&lt;", b"9"]),
)
def test_a_damaged_page_is_read_or_refused_and_nothing_else(
    page: bytes, at: int, removed: int, inserted: bytes
) -> None:
    damaged = page[:at] + inserted + page[at + removed :]
    try:
        read = read_page(damaged)
    except PacketError:
        return
    assert read_page(write_page(read)) == read


def test_threads_are_told_their_own_faults() -> None:
    damaged = {
        f"Mục «{name}»: giá trị không hợp lệ.": PRIMARY_XML.replace(f"<{name}>", f"<{name}>\n")
        for name in ("MaKhoi", "GioiTinh", "HoVaTen", "SoDinhDanh")
    }
    with ThreadPoolExecutor(4) as pool:
        told = pool.map(lambda text: str(refused(text)), list(damaged.values()) * 200)
        assert list(told) == list(damaged) * 200
