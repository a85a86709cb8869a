"""The ledger's leaves against its nodes, a perfect subtree at a time, and the tree above those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hocba.core import merkle
from hocba.registry.audit.findings import Fault, Finding, entry_name
from hocba.registry.audit.grounds import Grounds
from hocba.registry.ledger.models import Entry, Node

HEIGHT = 13
SUBTREE = 1 << HEIGHT
"""Entries that are checked at a time."""


def check_entries(low: int, high: int, _grounds: Grounds) -> Iterator[Finding]:
    """The leaves at ``[low, high)``, all of one subtree, and the nodes above them to its root."""
    rows = Entry.objects.filter(position__gte=low, position__lt=high).order_by("position")
    leaves = {position: bytes(leaf) for position, leaf in rows.values_list("position", "leaf")}
    gone = [position for position in range(low, high) if position not in leaves]
    yield from (Finding(entry_name(position), Fault.ENTRY_GONE) for position in gone)
    if gone:
        return
    grown = merkle.grow(0, {}, [merkle.leaf_hash(leaves[at]) for at in range(low, high)])
    wanted = {(level, (low >> level) + index): value
              for (level, index), value in grown.items() if level}  # fmt: skip
    yield from _compare(wanted, _stored(low, high))


def check_upper_nodes(_low: int, size: int, _grounds: Grounds) -> Iterator[Finding]:
    """The nodes above the subtrees, each against the two below it, and that there are no others."""
    rows = Node.objects.filter(level__gte=HEIGHT).values_list("level", "index", "hash")
    stored = {(level, index): bytes(value) for level, index, value in rows}
    wanted = {node: value for node, value in stored.items() if node[0] == HEIGHT}
    for level in range(HEIGHT + 1, size.bit_length()):
        for index in range(size >> level):
            pair = [wanted.get((level - 1, child)) for child in (2 * index, 2 * index + 1)]
            if pair[0] is not None and pair[1] is not None:
                wanted[level, index] = merkle.node_hash(pair[0], pair[1])
    above = {node: value for node, value in stored.items() if _is_within(node, size)}
    yield from _compare(wanted, above)
    beyond = Entry.objects.filter(position__gte=size).order_by("position")[:100]
    for position in beyond.values_list("position", flat=True):
        yield Finding(entry_name(position), Fault.ENTRY_BEYOND)


def _is_within(node: merkle.Node, size: int) -> bool:
    """Later locks have added nodes since the audit began; they are none of its business."""
    level, index = node
    return (index + 1) << level <= size


def _stored(low: int, high: int) -> Mapping[merkle.Node, bytes]:
    """The nodes that stand wholly above ``[low, high)``."""
    found: dict[merkle.Node, bytes] = {}
    for level in range(1, HEIGHT + 1):
        rows = Node.objects.filter(level=level, index__gte=low >> level, index__lt=high >> level)
        found |= {
            (level, index): bytes(value) for index, value in rows.values_list("index", "hash")
        }
    return found


def _compare(
    wanted: Mapping[merkle.Node, bytes], stored: Mapping[merkle.Node, bytes]
) -> Iterator[Finding]:
    for node, value in wanted.items():
        if node not in stored:
            yield Finding(_name(node), Fault.NODE_GONE)
        elif stored[node] != value:
            yield Finding(_name(node), Fault.NODE)
    yield from (Finding(_name(node), Fault.NODE_ADDED) for node in stored if node not in wanted)


def _name(node: merkle.Node) -> str:
    level, index = node
    return f"nút tầng {level} số {index}"
