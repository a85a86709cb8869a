"""Reads of the log: its head, its nodes, and proofs made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from hocba.core import merkle
from hocba.core.tlog_proof import TlogProof
from hocba.registry.ledger.models import LEAF_HASH, Checkpoint, Entry

_NODES = """
    SELECT level, index, hash FROM unnest(%s::smallint[], %s::bigint[]) AS wanted (level, index)
      JOIN ledger_node USING (level, index)
"""


def head() -> Checkpoint | None:
    """The newest checkpoint; None while the log is empty."""
    return Checkpoint.objects.order_by("-size").first()


def cosigned(checkpoint: Checkpoint) -> bytes:
    """The signed note of a head, with the lines of the witnesses that have followed it."""
    lines = checkpoint.cosignatures.order_by("pk").values_list("line", flat=True)
    return bytes(checkpoint.note) + "".join(lines).encode()


def nodes(wanted: Iterable[merkle.Node]) -> Mapping[merkle.Node, bytes]:
    """The stored hashes of ``wanted``; those of leaves are taken from the leaves themselves."""
    ids = set(wanted)
    places = [index for level, index in ids if level == 0]
    inner = [node for node in ids if node[0] > 0]
    found = {(0, position): merkle.leaf_hash(bytes(leaf)) for position, leaf in
             Entry.objects.filter(position__in=places).values_list("position", "leaf")}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_NODES, [[level for level, _ in inner], [index for _, index in inner]])
        return found | {(level, index): bytes(value) for level, index, value in cursor}


def inclusion(leaf: bytes) -> TlogProof | None:
    """Proof that ``leaf`` is in the log as of its newest head; None when it is not."""
    return inclusions([leaf]).get(leaf)


def inclusion_by_hash(leaf_hash: bytes) -> TlogProof | None:
    """The same for the leaf with this hash."""
    entry = Entry.objects.alias(hash=LEAF_HASH).filter(hash=leaf_hash).first()
    return None if entry is None else inclusion(bytes(entry.leaf))


def inclusions(leaves: Collection[bytes]) -> Mapping[bytes, TlogProof]:
    """The proofs of those of ``leaves`` that are in the log, all under its newest head.

    The entries are read before the head, which is therefore never older than they are.
    """
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    entries = Entry.objects.alias(hash=LEAF_HASH).filter(hash__in=hashes)
    places = {bytes(leaf): position for position, leaf in entries.values_list("position", "leaf")}
    newest = head()
    if newest is None:
        return {}
    note, size = cosigned(newest), newest.size
    ranges = {leaf: merkle.inclusion_ranges(index, size) for leaf, index in places.items()}
    known = nodes(node for spans in ranges.values() for span in spans
                  for node in merkle.nodes_of(span))  # fmt: skip
    return {
        leaf: TlogProof(places[leaf], merkle.proof(spans, known), note, extra=leaf)
        for leaf, spans in ranges.items()
    }


def consistency(old: int, new: int) -> tuple[bytes, ...]:
    """Proof that the log of ``new`` entries begins with the log of ``old``.

    Raises ValueError unless 0 < old <= new, KeyError when the log is not that large.
    """
    newest = head()
    if newest is None or new > newest.size:
        raise KeyError(new)
    ranges = merkle.consistency_ranges(old, new)
    return merkle.proof(ranges, nodes(node for span in ranges for node in merkle.nodes_of(span)))
