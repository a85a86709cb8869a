"""Two ledgers held against each other: every kind of difference is found, and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core import merkle
from hocba.core.errors import InputError
from hocba.core.ledger_entry import LedgerEntry
from hocba.core.reconcile import Kind, compare, roots_at


def entry(number: int, **changes: object) -> LedgerEntry:
    digest = sha256(str(number).encode()).digest()
    moment = datetime(2024, 6, 30, tzinfo=UTC)
    return replace(LedgerEntry(digest, "2023-2024", 1, digest, moment), **changes)  # type: ignore[arg-type]


def leaves(*entries: LedgerEntry) -> list[bytes]:
    return [each.leaf for each in entries]


entries = st.sets(st.integers(0, 30)).map(sorted)


@given(entries, st.randoms())
def test_the_order_of_the_ledgers_does_not_count(numbers: list[int], chance: object) -> None:
    ours = [entry(number).leaf for number in numbers]
    theirs = list(ours)
    chance.shuffle(theirs)  # type: ignore[attr-defined]
    found = compare(ours, theirs)
    assert (found.agrees, found.same) == (True, len(numbers))


@given(entries, entries, entries)
def test_what_is_missing_surplus_and_different_is_named_and_nothing_else(
    both: list[int], ours: list[int], changed: list[int]
) -> None:
    alone, wrong = set(ours) - set(both), set(changed) - set(both) - set(ours)
    theirs_alone = entry(99)
    found = compare(
        leaves(*map(entry, (*both, *alone, *wrong))),
        leaves(*map(entry, both), *(entry(n, version=2) for n in wrong), theirs_alone),
    )
    kinds = {difference.code_sha256: difference.kind for difference in found.differences}
    assert kinds == {
        theirs_alone.code_sha256: Kind.SURPLUS,
        **{entry(n).code_sha256: Kind.MISSING for n in alone},
        **{entry(n).code_sha256: Kind.DIFFERENT for n in wrong},
    }
    assert found.same == len(both)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"page_sha256": bytes(32)},
        {"effective_date": datetime(2024, 7, 1, tzinfo=UTC)},
    ],
)
def test_a_single_other_word_is_a_difference(change: dict[str, object]) -> None:
    (found,) = compare(leaves(entry(1)), leaves(entry(1, **change))).differences
    assert (found.kind, found.ours, found.theirs) == (
        Kind.DIFFERENT,
        (entry(1),),
        (entry(1, **change),),
    )


def test_a_second_entry_for_one_page_is_a_difference() -> None:
    (found,) = compare(leaves(entry(1)), leaves(entry(1), entry(1, version=2))).differences
    assert found.kind is Kind.DIFFERENT


def test_what_is_no_entry_cannot_be_compared() -> None:
    with pytest.raises(InputError):
        compare([b"x"], [])


@given(st.lists(st.binary(max_size=3), max_size=40), st.sets(st.integers(0, 50)))
def test_the_roots_are_those_of_the_tree(data: list[bytes], sizes: set[int]) -> None:
    nodes = merkle.grow(0, {}, [merkle.leaf_hash(leaf) for leaf in data])
    assert roots_at(data, sizes) == {
        size: merkle.root_of((0, size), nodes) for size in sizes if size <= len(data)
    }
