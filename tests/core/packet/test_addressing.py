"""The desk that a packet goes to is that of its one header, or of none."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.errors import PacketError
from hocba.core.packet import assemble, parse, read_header, write_page
from hocba.core.packet.addressing import addressed_school
from tests.core.packet.examples import HEADER, PRIMARY

DATA = assemble(HEADER, [write_page(PRIMARY)])


def test_the_school_of_the_header_is_read_packed_or_not() -> None:
    school = read_header(parse(DATA)).school_code
    assert addressed_school(DATA) == addressed_school(gzip.compress(DATA)) == school


def test_the_rest_is_not_looked_at() -> None:
    head = DATA[: DATA.index(b"<DanhSachHocBa")]
    assert addressed_school(head + b"<" * 10) == addressed_school(DATA)


@given(st.binary(max_size=200))
def test_whatever_comes_is_a_packet_error_at_most(data: bytes) -> None:
    with pytest.raises(PacketError):
        addressed_school(data)


@given(st.integers(0, len(DATA) - 1), st.binary(min_size=1, max_size=30))
def test_what_is_read_here_is_what_the_whole_document_says(place: int, inserted: bytes) -> None:
    data = DATA[:place] + inserted + DATA[place:]
    try:
        school = read_header(parse(data)).school_code
    except PacketError:
        return
    assert addressed_school(data) == school
