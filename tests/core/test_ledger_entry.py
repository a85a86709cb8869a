"""The leaf of a locked page: its exact bytes, and that nothing in it is ambiguous."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hocba.core.ledger_entry import LedgerEntry

ENTRY = LedgerEntry(
    lookup_code="0123456789ab4def8123456789abcdef",
    school_year="2023-2024",
    version=2,
    page_sha256=bytes(range(32)),
    effective_date=datetime(2024, 7, 1, 0, 0, 0, tzinfo=UTC),
)


def test_the_leaf_is_written_line_by_line_as_documented() -> None:
    assert ENTRY.leaf == (
        b"hocba-page/v1\n"
        b"0123456789ab4def8123456789abcdef\n"
        b"2023-2024\n"
        b"2\n"
        b"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
        b"2024-07-01T00:00:00Z\n"
    )


def test_the_same_moment_in_another_zone_gives_the_same_leaf() -> None:
    hanoi = timezone(timedelta(hours=7))
    moment = ENTRY.effective_date.astimezone(hanoi)
    assert replace(ENTRY, effective_date=moment).leaf == ENTRY.leaf


def test_every_field_changes_the_leaf() -> None:
    others = (
        replace(ENTRY, lookup_code="1" * 32),
        replace(ENTRY, school_year="2024-2025"),
        replace(ENTRY, version=3),
        replace(ENTRY, page_sha256=bytes(32)),
        replace(ENTRY, effective_date=ENTRY.effective_date + timedelta(seconds=1)),
    )
    assert len({ENTRY.leaf, *(other.leaf for other in others)}) == 6
