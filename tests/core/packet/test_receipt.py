"""The registry's answer, written and read back."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import (
    RECEIPT,
    Fault,
    PageOutcome,
    Receipt,
    canonical,
    parse,
    read_receipt,
    write_receipt,
)
from tests import strategies
from tests.core.packet.examples import HEADER, PRIMARY

RECEIPT_OF_TWO = Receipt(
    receipt_id="ffffffffffff4fff8fffffffffffffff",
    packet_id=HEADER.packet_id,
    packet_digest=sha256(b"packet").hexdigest(),
    school_code="TH-KIM-DONG",
    received_at=HEADER.created_at,
    outcomes=(
        PageOutcome(PRIMARY.lookup_code, "2023-2024", 1),
        PageOutcome(
            "a11ce0000000400080000000000000ff",
            "2023-2024",
            2,
            (Fault("CHU_KY_HONG", "Chữ ký của hiệu trưởng không hợp lệ."),),
        ),
    ),
)

faults = st.builds(Fault, code=strategies.codes, message=strategies.comments().filter(bool))
outcomes = st.builds(
    PageOutcome,
    lookup_code=strategies.lookup_codes,
    school_year=strategies.school_years,
    version=st.integers(1, 999_999_999),
    faults=st.lists(faults, max_size=3).map(tuple),
)
receipts = st.builds(
    Receipt,
    receipt_id=strategies.lookup_codes,
    packet_id=strategies.lookup_codes,
    packet_digest=st.binary(max_size=8).map(lambda data: sha256(data).hexdigest()),
    school_code=strategies.unit_codes,
    received_at=strategies.moments,
    outcomes=st.lists(outcomes, min_size=1, max_size=4).map(tuple),
)


@given(receipts)
def test_every_receipt_comes_back_exactly(receipt: Receipt) -> None:
    assert read_receipt(write_receipt(receipt)) == receipt


@given(receipts)
def test_a_receipt_is_its_own_exclusive_canonical_form(receipt: Receipt) -> None:
    written = write_receipt(receipt)
    assert canonical(etree.fromstring(written)) == written


def test_a_receipt_is_no_packet() -> None:
    written = write_receipt(RECEIPT_OF_TWO)
    assert parse(written, roots=(RECEIPT,)).tag == RECEIPT
    with pytest.raises(PacketError):
        parse(written)


@pytest.mark.parametrize(
    "changes",
    [
        {"receipt_id": ""},
        {"packet_digest": "0" * 63},
        {"packet_digest": "A" * 64},
        {"school_code": ""},
        {"outcomes": ()},
        {"outcomes": (PageOutcome(PRIMARY.lookup_code, "2023-2024", 0),)},
        {"outcomes": (PageOutcome(PRIMARY.lookup_code, "2023-2024", 1, (Fault("x", "y"),)),)},
        {"outcomes": (PageOutcome(PRIMARY.lookup_code, "2023-2024", 1, (Fault("X", ""),)),)},
    ],
)
def test_a_receipt_that_the_format_does_not_know_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(PacketError):
        write_receipt(replace(RECEIPT_OF_TWO, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("TIEP_NHAN", "TRA_LAI"),
        ("TRA_LAI", "TIEP_NHAN"),
        ("TIEP_NHAN", "DA_XEM"),
        ("<NamHoc>2023-2024", "<NamHoc>2023-2026"),
        ("<ThoiGianTiepNhan>", "<ThoiGianTiepNhan> "),
    ],
)
def test_a_receipt_that_contradicts_itself_is_refused_on_reading(good: str, bad: str) -> None:
    written = write_receipt(RECEIPT_OF_TWO).decode()
    with pytest.raises(PacketError):
        read_receipt(written.replace(good, bad, 1).encode())
