"""The Merkle tree of RFC 6962, section 2: hashes, growth, proofs and their verification.

Everything is said in ranges of leaves ``[begin, end)``. A range that may occur in a proof
is a subtree; it breaks into perfect subtrees, each of which is a :data:`Node` that never
changes once the tree has grown past it. A log therefore stores nodes, and a proof of any
size of tree is a set of node lookups (:func:`nodes_of`) and a fold (:func:`root_of`).

Generation walks ranges; verification follows the bit-wise algorithms of RFC 9162, section
2.1, so the two are independent of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from hashlib import sha256

Node = tuple[int, int]
"""(level, index): the perfect subtree over leaves ``[index << level, (index + 1) << level)``."""

Range = tuple[int, int]

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def nodes_of(span: Range) -> tuple[Node, ...]:
    """The perfect subtrees that make up the subtree over ``span``, from left to right."""
    begin, end = span
    nodes = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        nodes.append((level, begin >> level))
        begin += 1 << level
    return tuple(nodes)


def root_of(span: Range, hashes: Mapping[Node, bytes]) -> bytes:
    """The hash of the subtree over ``span``. Raises KeyError when a node is missing."""
    parts = [hashes[node] for node in reversed(nodes_of(span))]
    return reduce(lambda right, left: node_hash(left, right), parts) if parts else EMPTY_ROOT


def grow(size: int, peaks: Mapping[Node, bytes], leaf_hashes: Sequence[bytes]) -> dict[Node, bytes]:
    """The nodes that come into being when ``leaf_hashes`` follow a tree of ``size`` leaves.

    ``peaks`` holds the nodes of the tree as it was, ``nodes_of((0, size))``. Old and new
    nodes together give every root and proof of the larger tree.
    """
    born: dict[Node, bytes] = {}
    level, begin, row = 0, size, list(leaf_hashes)
    while row:
        born.update({(level, begin + i): value for i, value in enumerate(row)})
        if begin % 2:
            begin -= 1
            row.insert(0, peaks[level, begin])
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        level, begin = level + 1, begin // 2
    return born


def inclusion_ranges(index: int, size: int) -> tuple[Range, ...]:
    """PATH(index, D[size]) of RFC 6962, section 2.1.1: the siblings from the leaf upwards.

    Raises ValueError when the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    siblings = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((begin, middle))
            begin = middle
    return tuple(reversed(siblings))


def consistency_ranges(old: int, new: int) -> tuple[Range, ...]:
    """PROOF(old, D[new]) of RFC 6962, section 2.1.2. Raises ValueError unless 0 < old <= new."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {old} does not grow into one of {new}")
    ranges = []
    begin, end, whole = 0, new, True
    while end != old:
        middle = begin + _split(end - begin)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin, whole = middle, False
    if not whole:
        ranges.append((begin, end))
    return tuple(reversed(ranges))


def proof(ranges: Iterable[Range], hashes: Mapping[Node, bytes]) -> tuple[bytes, ...]:
    """The hashes of an inclusion or consistency proof. Raises KeyError when a node is missing."""
    return tuple(root_of(span, hashes) for span in ranges)


def includes(root: bytes, size: int, index: int, leaf: bytes, path: Sequence[bytes]) -> bool:
    """Whether ``path`` proves that the tree of ``size`` and ``root`` holds ``leaf`` at ``index``.

    ``leaf`` is a leaf hash. RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    node, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node % 2 or node == last:
            value = node_hash(sibling, value)
            node, last = _climb(node, last)
        else:
            value = node_hash(value, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and value == root


def extends(old_root: bytes, old: int, new_root: bytes, new: int, path: Sequence[bytes]) -> bool:
    """Whether ``path`` proves that the tree of ``new`` leaves begins with the tree of ``old``.

    RFC 9162, section 2.1.4.2; a tree extends itself and the empty tree by an empty proof.
    """
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == EMPTY_ROOT
    if not 0 < old < new or not path:
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    node, last = old - 1, new - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    old_value = new_value = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            old_value = node_hash(sibling, old_value)
            new_value = node_hash(sibling, new_value)
            node, last = _climb(node, last)
        else:
            new_value = node_hash(new_value, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old_value == old_root and new_value == new_root


def _split(count: int) -> int:
    """The largest power of two smaller than ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def _climb(node: int, last: int) -> tuple[int, int]:
    """Skip the levels at which the right edge of the tree has no sibling."""
    while node and node % 2 == 0:
        node, last = node >> 1, last >> 1
    return node, last
