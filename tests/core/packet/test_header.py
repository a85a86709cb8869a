"""Pages go into a packet and come out of it as the bytes that they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import (
    PacketHeader,
    assemble,
    canonical,
    parse,
    read_header,
    split,
    write_page,
)
from hocba.core.record import Page
from tests import strategies
from tests.core.packet.examples import HEADER, PRIMARY, SECONDARY

PAGES = (write_page(PRIMARY), write_page(SECONDARY))


def header_of(page: Page) -> PacketHeader:
    year = page.class_year
    return replace(
        HEADER,
        department_code=year.department_code,
        school_code=year.school_code,
        school_name=year.school_name,
        level=year.level,
        grade=year.grade,
        class_name=year.class_name,
        school_year=year.school_year,
        created_at=page.updated_at,
    )


@given(st.lists(strategies.pages, min_size=1, max_size=3, unique_by=lambda page: page.lookup_code))
def test_header_and_pages_come_back_exactly(pages: list[Page]) -> None:
    header, written = header_of(pages[0]), [write_page(page) for page in pages]
    root = parse(assemble(header, written))
    assert read_header(root) == header
    assert split(root) == tuple(written)


def test_a_packet_is_its_own_exclusive_canonical_form() -> None:
    packet = assemble(HEADER, PAGES)
    assert canonical(etree.fromstring(packet)) == packet


def test_signed_pages_keep_their_bytes() -> None:
    signature = (
        b'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="ck-1">'
        b'<ds:SignedInfo></ds:SignedInfo><ds:SignatureValue Id="v-1">a\nb</ds:SignatureValue>'
        b'<ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"'
        b' Target="#ck-1"></xades:QualifyingProperties></ds:Object></ds:Signature>'
    )
    signed = PAGES[0].replace(b"</ChuKySo>", signature + b"</ChuKySo>")
    assert split(parse(assemble(HEADER, [signed, PAGES[1]]))) == (signed, PAGES[1])


def test_white_space_between_pages_belongs_to_no_page() -> None:
    packet = assemble(HEADER, PAGES).replace(b"<HocBa", b"\n  <HocBa")
    assert split(parse(packet)) == PAGES


def test_one_transcript_twice_is_refused() -> None:
    with pytest.raises(PacketError) as error:
        assemble(HEADER, [PAGES[0], write_page(replace(PRIMARY, version=2))])
    assert error.value.code == "TRUNG_ID"


def test_a_packet_of_no_page_is_refused() -> None:
    with pytest.raises(PacketError):
        assemble(HEADER, [])


def test_only_pages_go_into_a_packet() -> None:
    for other in (b"<a/>", assemble(HEADER, PAGES), b""):
        with pytest.raises(PacketError):
            assemble(HEADER, [other])


@pytest.mark.parametrize(
    "changes",
    [
        {"packet_id": "0"},
        {"school_name": ""},
        {"school_code": "TH KIM"},
        {"class_name": "4A1\n"},
        {"created_at": datetime(2024, 6, 1, microsecond=5, tzinfo=UTC)},
    ],
)
def test_a_header_that_the_format_does_not_know_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(PacketError):
        assemble(replace(HEADER, **changes), PAGES)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        (b"<SoHocBa>2<", b"<SoHocBa>3<", "SAI_SO_LUONG"),
        (b"<MaKhoi>4<", b"<MaKhoi>8<", "KHONG_NHAT_QUAN"),
        (b"<NamHoc>2023-2024<", b"<NamHoc>2023-2023<", "KHONG_NHAT_QUAN"),
        (b"<ThoiGianTao>", b"<ThoiGianTao> ", "THOI_GIAN"),
    ],
)
def test_a_header_that_contradicts_itself_is_refused_on_reading(
    good: bytes, bad: bytes, code: str
) -> None:
    packet = assemble(HEADER, PAGES)
    assert good in packet
    with pytest.raises(PacketError) as error:
        read_header(parse(packet.replace(good, bad, 1)))
    assert error.value.code == code


def test_a_lone_page_has_no_header_and_no_pages() -> None:
    root = parse(PAGES[0])
    for ask in (read_header, split):
        with pytest.raises(PacketError) as error:
            ask(root)
        assert error.value.code == "KHONG_PHAI_GOI_TIN"
