"""The leaf of a locked page: its exact bytes, and that nothing in it is ambiguous."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.errors import InputError
from hocba.core.ledger_entry import LedgerEntry

CODE = "0123456789ab4def8123456789abcdef"
ENTRY = LedgerEntry.of(
    lookup_code=CODE,
    school_year="2023-2024",
    version=2,
    page_sha256=bytes(range(32)),
    effective_date=datetime(2024, 7, 1, 0, 0, 0, tzinfo=UTC),
)


def test_the_leaf_is_written_line_by_line_as_documented() -> None:
    assert ENTRY.leaf == (
        b"hocba-page/v1\n"
        b"2cb2601b51d377a562b25e63ba5706bf148ee0a7c6df1cc2b05b03a9ec7de822\n"
        b"2023-2024\n"
        b"2\n"
        b"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
        b"2024-07-01T00:00:00Z\n"
    )


def test_the_lookup_code_itself_is_not_in_the_leaf() -> None:
    assert CODE.encode() not in ENTRY.leaf


def test_the_same_moment_in_another_zone_gives_the_same_leaf() -> None:
    hanoi = timezone(timedelta(hours=7))
    moment = ENTRY.effective_date.astimezone(hanoi)
    assert replace(ENTRY, effective_date=moment).leaf == ENTRY.leaf


def test_every_field_changes_the_leaf() -> None:
    others = (
        replace(ENTRY, code_sha256=bytes(32)),
        replace(ENTRY, school_year="2024-2025"),
        replace(ENTRY, version=3),
        replace(ENTRY, page_sha256=bytes(32)),
        replace(ENTRY, effective_date=ENTRY.effective_date + timedelta(seconds=1)),
    )
    assert len({ENTRY.leaf, *(other.leaf for other in others)}) == 6


@given(
    st.binary(min_size=32, max_size=32),
    st.integers(1, 10**9 - 1),
    st.binary(min_size=32, max_size=32),
    st.integers(-30_000_000_000, 250_000_000_000),
)
def test_a_leaf_is_read_back_as_it_was_written(code, version, digest, seconds) -> None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    entry = LedgerEntry(code, "2023-2024", version, digest, moment)
    assert LedgerEntry.parse(entry.leaf) == entry


@pytest.mark.parametrize(
    "leaf",
    [
        b"",
        ENTRY.leaf.replace(b"/v1", b"/v2"),
        ENTRY.leaf.replace(b"\n2\n", b"\n02\n"),
        ENTRY.leaf.upper(),
        ENTRY.leaf.replace(b"07-01", b"02-30"),
        ENTRY.leaf + b"\n",
        ENTRY.leaf[:-1],
    ],
)
def test_what_is_no_leaf_is_refused(leaf) -> None:
    with pytest.raises(InputError):
        LedgerEntry.parse(leaf)
