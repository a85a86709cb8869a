"""Reads of the log: its head, its nodes, and proofs made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hocba.core import merkle
from hocba.registry.ledger.models import Checkpoint, Entry, Node


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Proof that a leaf stands at ``index`` in the log whose head is the signed ``checkpoint``."""

    index: int
    size: int
    path: tuple[bytes, ...]
    checkpoint: bytes


def head() -> Checkpoint | None:
    """The newest checkpoint; None while the log is empty."""
    return Checkpoint.objects.order_by("-size").first()


def nodes(wanted: Iterable[merkle.Node]) -> Mapping[merkle.Node, bytes]:
    """The stored hashes of ``wanted``; those of leaves are taken from the leaves themselves."""
    ids = set(wanted)
    places = [index for level, index in ids if level == 0]
    inner = [node for node in ids if node[0] > 0]
    found = {(0, entry.position): merkle.leaf_hash(bytes(entry.leaf))
             for entry in Entry.objects.filter(position__in=places)}  # fmt: skip
    return found | {
        (level, index): bytes(value)
        for level, index, value in Node.objects.filter(pk__in=inner).values_list(
            "level", "index", "hash"
        )
    }


def inclusion(leaf: bytes) -> Inclusion | None:
    """Proof that ``leaf`` is in the log as of its newest head; None when it is not."""
    entry = Entry.objects.filter(leaf=leaf).first()
    newest = head()
    if entry is None or newest is None:
        return None
    ranges = merkle.inclusion_ranges(entry.position, newest.size)
    return Inclusion(entry.position, newest.size, _proof(ranges), bytes(newest.note))


def consistency(old: int, new: int) -> tuple[bytes, ...]:
    """Proof that the log of ``new`` entries begins with the log of ``old``.

    Raises ValueError unless 0 < old <= new, KeyError when the log is not that large.
    """
    return _proof(merkle.consistency_ranges(old, new))


def _proof(ranges: tuple[merkle.Range, ...]) -> tuple[bytes, ...]:
    return merkle.proof(ranges, nodes(node for span in ranges for node in merkle.nodes_of(span)))
