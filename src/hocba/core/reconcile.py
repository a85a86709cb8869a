"""Two ledgers held against each other: what one has and the other has not.

Both enter a page in the same words, whatever their order, so that the entries themselves can
be compared. That each list of entries is the one that its ledger signed is shown first, by
the roots: :func:`roots_at`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from hocba.core import merkle
from hocba.core.ledger_entry import LedgerEntry

_MOST_AT_ONCE = 4096


class Kind(StrEnum):
    """How the other ledger differs from ours."""

    MISSING = "missing"
    SURPLUS = "surplus"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Difference:
    """One page of one school year, by the digest of its lookup code; the entries on each side."""

    kind: Kind
    code_sha256: bytes
    school_year: str
    ours: tuple[LedgerEntry, ...]
    theirs: tuple[LedgerEntry, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``same`` pages stand in both ledgers in the same words."""

    same: int
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        return not self.differences


_Record = tuple[bytes, str]
_Entries = Mapping[_Record, frozenset[bytes]]


def compare(ours: Iterable[bytes], theirs: Iterable[bytes]) -> Comparison:
    """Hold the leaves of two ledgers against each other. Raises InputError for what is no entry.

    The differences are in the order of school year and digest.
    """
    own, other = _by_record(ours), _by_record(theirs)
    records = sorted(own.keys() | other.keys(), key=lambda record: (record[1], record[0]))
    found = tuple(_differences(records, own, other))
    return Comparison(len(records) - len(found), found)


def _by_record(leaves: Iterable[bytes]) -> _Entries:
    found: dict[_Record, frozenset[bytes]] = {}
    for leaf in leaves:
        entry = LedgerEntry.parse(leaf)
        record = (entry.code_sha256, entry.school_year)
        found[record] = found.get(record, frozenset()) | {leaf}
    return found


def _differences(
    records: Iterable[_Record], own: _Entries, other: _Entries
) -> Iterator[Difference]:
    for record in records:
        ours, theirs = own.get(record, frozenset()), other.get(record, frozenset())
        if ours == theirs:
            continue
        kind = Kind.DIFFERENT if ours and theirs else Kind.MISSING if ours else Kind.SURPLUS
        yield Difference(kind, *record, _entries(ours), _entries(theirs))


def _entries(leaves: Collection[bytes]) -> tuple[LedgerEntry, ...]:
    return tuple(LedgerEntry.parse(leaf) for leaf in sorted(leaves))


def roots_at(leaves: Iterable[bytes], sizes: Collection[int]) -> dict[int, bytes]:
    """The root of the tree of the first leaves at each of ``sizes``, as far as leaves reach.

    One pass, whose memory does not grow with the leaves.
    """
    reading, size = iter(leaves), 0
    roots: dict[int, bytes] = {}
    peaks: dict[merkle.Node, bytes] = {}
    for wanted in sorted(set(sizes)):
        while size < wanted:
            hashes = [
                merkle.leaf_hash(leaf)
                for leaf in islice(reading, min(wanted - size, _MOST_AT_ONCE))
            ]
            if not hashes:
                return roots
            nodes = peaks | merkle.grow(size, peaks, hashes)
            size += len(hashes)
            peaks = {node: nodes[node] for node in merkle.nodes_of((0, size))}
        roots[wanted] = merkle.root_of((0, wanted), peaks)
    return roots
