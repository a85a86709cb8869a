"""What the Department reports, written and read back; and what is no such report."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hocba.core import packet
from hocba.core.errors import LimitExceeded, PacketError
from hocba.core.packet import (
    Dispatch,
    DispatchEvent,
    DispatchHeader,
    canonical,
    dispatch_of,
    limits,
    parse,
    write_dispatch,
    write_page,
)
from hocba.core.record import Event
from tests import strategies
from tests.core.packet.dispatches import DISPATCH, DISPATCH_HEADER, OTHER, event
from tests.core.packet.examples import PRIMARY

WRITTEN = write_dispatch(DISPATCH)
PAGE = write_page(PRIMARY)


def read(data: bytes) -> Dispatch:
    return dispatch_of(parse(data, roots=(packet.DISPATCH,)))


@st.composite
def dispatches(draw: st.DrawFn) -> Dispatch:
    year = draw(strategies.school_years)
    header = draw(
        st.builds(
            DispatchHeader,
            dispatch_id=strategies.lookup_codes,
            department_code=strategies.unit_codes,
            school_year=st.just(year),
            created_at=strategies.moments,
            checkpoint=strategies.comments().filter(bool).map(str.encode),
        )
    )
    codes = draw(st.lists(strategies.lookup_codes, min_size=1, max_size=3, unique=True))
    return Dispatch(header, tuple(draw(events(code, year)) for code in codes))


def events(lookup_code: str, year: str) -> st.SearchStrategy[DispatchEvent]:
    page = replace(
        PRIMARY,
        lookup_code=lookup_code,
        class_year=replace(PRIMARY.class_year, school_year=year),
    )
    return st.builds(
        DispatchEvent,
        lookup_code=st.just(lookup_code),
        school_year=st.just(year),
        event=st.sampled_from(Event),
        version=st.integers(1, 999_999_999),
        updated_at=strategies.moments,
        index=st.integers(0, 10**18 - 1),
        path=st.lists(st.binary(min_size=32, max_size=32), max_size=4).map(tuple),
        page=st.just(write_page(page)),
    )


@given(dispatches())
def test_every_dispatch_comes_back_exactly(dispatch: Dispatch) -> None:
    assert read(write_dispatch(dispatch)) == dispatch


@given(dispatches())
def test_a_dispatch_is_its_own_exclusive_canonical_form(dispatch: Dispatch) -> None:
    written = write_dispatch(dispatch)
    assert canonical(etree.fromstring(written)) == written


def test_a_page_keeps_its_own_bytes() -> None:
    assert [each.page for each in read(WRITTEN).events] == [each.page for each in DISPATCH.events]


@pytest.mark.parametrize("root", [packet.PACKET, packet.PAGE, packet.RECEIPT])
def test_a_dispatch_is_read_as_nothing_else(root: str) -> None:
    with pytest.raises(PacketError, match="không phải gói tin"):
        parse(WRITTEN, roots=(root,))


BAD_VALUES = {
    "MaBaoCao": ["", "0" * 32],
    "MaSoGD": ["", "Hà Nội"],
    "NamHoc": ["", "2023", "2023-2025", "2022-2023"],
    "SoSuKien": ["", "0", "02", "3"],
    "ThoiGianTao": ["", "2024-07-01T09:00:00Z"],
    "DauSoCai": ["", "x" * 4001],
    "IdBanGhi": ["", f"{PRIMARY.lookup_code}-2022-2023", f"{OTHER.lookup_code}-2023-2024"],
    "SuKien": ["", "new", "DELETE"],
    "PhienBan": ["", "0", "01"],
    "ThoiGianCapNhat": ["", "2024-06-30"],
    "ViTri": ["", "-1", "00", "1" * 19],
    "Bam": ["", "AAAA", "A" * 42 + "B=", "A" * 43 + "A"],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD_VALUES.items() for value in values]
)
def test_a_field_refuses_what_does_not_belong_in_it(name: str, value: str) -> None:
    spoilt, times = re.subn(f"<{name}>[^<]*<", f"<{name}>{value}<", WRITTEN.decode(), count=1)
    assert times == 1
    with pytest.raises(PacketError):
        read(spoilt.encode())


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('Id="bao-cao"', 'Id="goi-tin"'),
        ('PhienBanBaoCao="1"', 'PhienBanBaoCao="2"'),
        ("<ChungMinhSoCai>", '<ChungMinhSoCai xml:lang="vi">'),
        (f'Id="sk-{PRIMARY.lookup_code}-2023', f'Id="sk-{PRIMARY.lookup_code}-2022'),
        ("<DanhSachSuKien>", "<DanhSachSuKien>chữ"),
        (f"<MaBaoCao>{DISPATCH_HEADER.dispatch_id}</MaBaoCao>", ""),
    ],
)
def test_another_structure_is_refused(good: str, bad: str) -> None:
    assert good in WRITTEN.decode()
    with pytest.raises(PacketError):
        read(WRITTEN.decode().replace(good, bad, 1).encode())


@pytest.mark.parametrize(
    "dispatch",
    [
        replace(DISPATCH, events=()),
        replace(DISPATCH, events=DISPATCH.events[:1] * 2),
        replace(DISPATCH, events=(replace(DISPATCH.events[0], school_year="2022-2023"),)),
        replace(DISPATCH, events=(replace(DISPATCH.events[0], page=b"<x/>"),)),
        replace(DISPATCH, events=(replace(DISPATCH.events[0], path=(b"short",)),)),
        replace(DISPATCH, header=replace(DISPATCH_HEADER, checkpoint=b"")),
    ],
)
def test_nothing_is_written_that_could_not_be_read(dispatch: Dispatch) -> None:
    with pytest.raises(PacketError):
        write_dispatch(dispatch)


def test_a_broken_page_is_named_by_its_number() -> None:
    broken = WRITTEN.replace(b"<HoVaTen>", b"<HoVaTen> ")
    with pytest.raises(PacketError, match="«HoVaTen» của học bạ thứ 1"):
        read(broken)


def test_what_is_too_large_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(LimitExceeded):
        read(WRITTEN + b" " * limits.MAX_BYTES)
    with pytest.raises(PacketError, match="DOCTYPE"):
        read(b'<!DOCTYPE a [<!ENTITY a "a">]>' + WRITTEN)


def test_a_dispatch_has_a_bounded_number_of_events() -> None:
    code = "{:012x}4fff8fffffffffffffff"
    many = tuple(
        event(PAGE.replace(PRIMARY.lookup_code.encode(), code.format(n).encode()), code.format(n))
        for n in range(packet.MOST_EVENTS + 1)
    )
    assert len(read(write_dispatch(Dispatch(DISPATCH_HEADER, many[:-1]))).events) == 500
    with pytest.raises(PacketError):
        write_dispatch(Dispatch(DISPATCH_HEADER, many))
