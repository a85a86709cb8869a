"""Reads of the log: its head, its nodes, and proofs made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from hocba.adapters.bulk import fetch
from hocba.core import merkle
from hocba.core.tlog_proof import TlogProof
from hocba.registry.ledger.models import Checkpoint

_NODES = r"""
    SELECT level::int, index, hash
      FROM unnest(%s::smallint[], %s::bigint[]) AS wanted (level, index)
      JOIN ledger_node USING (level, index)
    UNION ALL
    SELECT 0, position, sha256('\x00'::bytea || leaf)
      FROM ledger_entry WHERE position = ANY(%s::bigint[])
"""

# One statement sees one moment: the head is never older than the entries.
_ENTRIES_UNDER_HEAD = r"""
    SELECT position, leaf, size, note || convert_to(lines, 'UTF8')
      FROM ledger_entry, (
          SELECT size, note, coalesce((
                     SELECT string_agg(line, '' ORDER BY id) FROM ledger_cosignature
                      WHERE checkpoint_id = size
                 ), '') AS lines
            FROM ledger_checkpoint ORDER BY size DESC LIMIT 1
      ) AS head
     WHERE sha256('\x00'::bytea || leaf) = ANY(%s::bytea[])
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
    rows = fetch(_NODES, [[level for level, _ in inner], [index for _, index in inner], places])
    return {(level, index): value for level, index, value in rows}


def inclusion(leaf: bytes) -> TlogProof | None:
    """Proof that ``leaf`` is in the log as of its newest head; None when it is not."""
    return inclusions([leaf]).get(leaf)


def inclusions(leaves: Iterable[bytes]) -> Mapping[bytes, TlogProof]:
    """The proofs of those of ``leaves`` that are in the log, all under its newest head."""
    return inclusions_by_hash([merkle.leaf_hash(leaf) for leaf in leaves])


def inclusions_by_hash(leaf_hashes: Collection[bytes]) -> Mapping[bytes, TlogProof]:
    """The same for the leaves with these hashes, by the leaves' bytes; in two queries."""
    rows = fetch(_ENTRIES_UNDER_HEAD, [list(leaf_hashes)])
    ranges = {index: merkle.inclusion_ranges(index, size) for index, _, size, _ in rows}
    known = nodes(node for spans in ranges.values() for span in spans
                  for node in merkle.nodes_of(span))  # fmt: skip
    return {
        leaf: TlogProof(index, merkle.proof(ranges[index], known), note, extra=leaf)
        for index, leaf, _, note in rows
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
