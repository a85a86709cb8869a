"""The Merkle tree against known vectors, against the RFC's own recursion, and under tampering."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core import merkle

# The leaves and roots of the Certificate Transparency reference test suite.
CT_LEAVES = (
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    bytes(range(0x50, 0x58)),
    bytes(range(0x60, 0x70)),
)
CT_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
CT_PATHS = (
    (0, 8, ("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")),
    (5, 8, ("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")),
    (2, 3, ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)),
    (1, 5, ("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")),
)  # fmt: skip
CT_GROWTHS = (
    (1, 8, ("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")),
    (6, 8, ("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")),
    (2, 5, ("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")),
)  # fmt: skip


def rfc_root(entries: list[bytes]) -> bytes:
    """MTH as RFC 6962 writes it, word for word: the yardstick for the tree built of ranges."""
    if len(entries) <= 1:
        return sha256(b"\x00" + entries[0]).digest() if entries else sha256(b"").digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\x01" + rfc_root(entries[:k]) + rfc_root(entries[k:])).digest()


def grown(entries: list[bytes], batches: list[int] | None = None) -> dict[merkle.Node, bytes]:
    """The nodes of a tree that took its entries in batches of the given sizes."""
    nodes: dict[merkle.Node, bytes] = {}
    size = 0
    for batch in batches or [len(entries)]:
        leaves = [merkle.leaf_hash(entry) for entry in entries[size : size + batch]]
        nodes |= merkle.grow(size, nodes, leaves)
        size += len(leaves)
    return nodes


def some_entries(count: int) -> list[bytes]:
    return [b"entry %d" % i for i in range(count)]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_certificate_transparency(size: int) -> None:
    nodes = grown(list(CT_LEAVES[:size]))
    assert merkle.root_of((0, size), nodes).hex() == CT_ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), CT_PATHS)
def test_the_inclusion_proofs_are_those_of_certificate_transparency(
    index: int, size: int, path: tuple[str, ...]
) -> None:
    nodes = grown(list(CT_LEAVES[:size]))
    proof = merkle.proof(merkle.inclusion_ranges(index, size), nodes)
    assert tuple(value.hex() for value in proof) == path


@pytest.mark.parametrize(("old", "new", "path"), CT_GROWTHS)
def test_the_consistency_proofs_are_those_of_certificate_transparency(
    old: int, new: int, path: tuple[str, ...]
) -> None:
    nodes = grown(list(CT_LEAVES[:new]))
    proof = merkle.proof(merkle.consistency_ranges(old, new), nodes)
    assert tuple(value.hex() for value in proof) == path


@given(st.lists(st.binary(max_size=8), max_size=70), st.data())
def test_growing_in_any_batches_gives_the_root_of_the_rfc(
    entries: list[bytes], data: st.DataObject
) -> None:
    batches = data.draw(st.lists(st.integers(0, 20), max_size=8))
    nodes = grown(entries, [*batches, len(entries)])
    assert merkle.root_of((0, len(entries)), nodes) == rfc_root(entries)


@given(st.integers(1, 300), st.data())
def test_every_inclusion_proof_verifies(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    entries = some_entries(size)
    nodes = grown(entries)
    root = merkle.root_of((0, size), nodes)
    path = merkle.proof(merkle.inclusion_ranges(index, size), nodes)
    leaf = merkle.leaf_hash(entries[index])
    assert merkle.includes(root, size, index, leaf, path)


@given(st.integers(1, 300), st.data())
def test_an_inclusion_proof_holds_for_its_leaf_place_and_root_only(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    nodes = grown(some_entries(size))
    root = merkle.root_of((0, size), nodes)
    path = merkle.proof(merkle.inclusion_ranges(index, size), nodes)
    leaf = nodes[0, index]
    assert not merkle.includes(root, size, index, merkle.leaf_hash(b"another"), path)
    assert not merkle.includes(sha256(root).digest(), size, index, leaf, path)
    assert not merkle.includes(root, size, index, leaf, (*path, leaf))
    assert not merkle.includes(root, size, size, leaf, path)
    assert not merkle.includes(root, size, -1, leaf, path)
    for place in {(index + 1) % size, (index + size // 2) % size} - {index}:
        assert not merkle.includes(root, size, place, leaf, path)
    for at in range(len(path)):
        changed = (*path[:at], sha256(path[at]).digest(), *path[at + 1 :])
        assert not merkle.includes(root, size, index, leaf, changed)
        assert not merkle.includes(root, size, index, leaf, (*path[:at], *path[at + 1 :]))


@given(st.integers(1, 300), st.data())
def test_every_consistency_proof_verifies(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    nodes = grown(some_entries(new))
    roots = [merkle.root_of((0, size), nodes) for size in (old, new)]
    path = merkle.proof(merkle.consistency_ranges(old, new), nodes)
    assert merkle.extends(roots[0], old, roots[1], new, path)


@given(st.integers(2, 300), st.data())
def test_a_consistency_proof_holds_for_its_two_trees_only(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    nodes = grown(some_entries(new))
    before, after = (merkle.root_of((0, size), nodes) for size in (old, new))
    path = merkle.proof(merkle.consistency_ranges(old, new), nodes)
    assert not merkle.extends(sha256(before).digest(), old, after, new, path)
    assert not merkle.extends(before, old, sha256(after).digest(), new, path)
    assert not merkle.extends(before, old, after, new, ())
    assert not merkle.extends(before, old, after, new, (*path, path[0]))
    assert not merkle.extends(after, new, before, old, path)
    for at in range(len(path)):
        changed = (*path[:at], sha256(path[at]).digest(), *path[at + 1 :])
        assert not merkle.extends(before, old, after, new, changed)


def test_a_rewritten_entry_breaks_consistency_with_the_tree_before() -> None:
    entries = some_entries(7)
    before = merkle.root_of((0, 7), grown(entries))
    forged = grown([b"forged", *entries[1:], b"new"])
    path = merkle.proof(merkle.consistency_ranges(7, 8), forged)
    assert not merkle.extends(before, 7, merkle.root_of((0, 8), forged), 8, path)


def test_every_tree_extends_itself_and_the_empty_tree() -> None:
    root = merkle.root_of((0, 3), grown(some_entries(3)))
    assert merkle.extends(root, 3, root, 3, ())
    assert merkle.extends(merkle.EMPTY_ROOT, 0, root, 3, ())
    assert not merkle.extends(root, 0, root, 3, ())
    assert not merkle.extends(root, 3, merkle.EMPTY_ROOT, 3, ())
    assert not merkle.extends(root, 3, root, 3, (root,))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_ranges(index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3)])
def test_there_is_no_proof_that_a_tree_shrank_or_began_empty(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="does not grow"):
        merkle.consistency_ranges(old, new)


def test_a_missing_node_is_an_error_and_no_wrong_proof() -> None:
    nodes = grown(some_entries(5))
    del nodes[1, 1]
    with pytest.raises(KeyError):
        merkle.proof(merkle.inclusion_ranges(0, 5), nodes)
