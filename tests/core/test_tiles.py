"""Tiles: their paths as the specification writes them, and the whole tree out of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core import merkle
from hocba.core.tiles import (
    ENTRIES,
    Tile,
    TileError,
    bundle,
    hash_of,
    tile_with,
    tiles_between,
    unbundle,
)

LEAVES = [merkle.leaf_hash(b"leaf %d\n" % number) for number in range(600)]
NODES = merkle.grow(0, {}, LEAVES)


def data(tile: Tile) -> bytes:
    return b"".join(NODES[node] for node in tile.nodes)


def test_an_index_is_written_three_digits_to_a_folder() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert Tile(ENTRIES, 5, 17).path == "tile/entries/005.p/17"


def test_a_log_of_70000_has_the_tiles_that_the_specification_counts() -> None:
    tiles = [tile for tile in tiles_between(0, 70_000) if tile.level != ENTRIES]
    full = [tile.level for tile in tiles if tile.width == 256]
    partial = [(tile.level, tile.width) for tile in tiles if tile.width < 256]
    assert (full.count(0), full.count(1)) == (273, 1)
    assert partial == [(0, 112), (1, 17), (2, 1)]


def test_a_log_of_256_has_a_full_tile_and_one_hash_above() -> None:
    assert [tile.path for tile in tiles_between(0, 256)] == [
        "tile/0/000",
        "tile/entries/000",
        "tile/1/000.p/1",
    ]


@given(st.integers(-1, 63), st.integers(0, 10**15 - 1), st.integers(1, 256))
def test_a_path_leads_back_to_its_tile(level, index, width) -> None:
    tile = Tile(level, index, width)
    assert Tile.parse(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/1",
        "tile/00/001",
        "tile/64/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/257",
        "tile/0/001.p/01",
        "tile/0/x000/001",
        "tile/0/../001",
        "tile/-1/001",
        "tile/0/x001/x001/x001/x001/x001/001",
    ],
)
def test_what_is_no_path_of_a_tile_leads_nowhere(path) -> None:
    assert Tile.parse(path) is None


@given(st.integers(0, 600), st.integers(0, 600))
def test_growing_brings_just_the_tiles_that_were_not_there(one, other) -> None:
    old, new = sorted((one, other))
    grown = set(tiles_between(0, old)) | set(tiles_between(old, new))
    assert set(tiles_between(0, new)) <= grown
    assert not set(tiles_between(0, old)) & set(tiles_between(old, new))


@given(st.integers(1, 600).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))))
def test_every_node_of_a_proof_comes_out_of_a_tile_of_that_size(sizes) -> None:
    old, new = sizes
    published = set(tiles_between(0, new))
    for span in merkle.consistency_ranges(old, new):
        for node in merkle.nodes_of(span):
            tile = tile_with(node, new)
            assert tile in published
            assert hash_of(node, data(tile)) == NODES[node]


def test_a_tile_that_was_cut_is_refused() -> None:
    with pytest.raises(TileError):
        hash_of((2, 0), data(Tile(0, 0, 4))[:-1])


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_its_entries_back(entries) -> None:
    assert unbundle(bundle(entries)) == tuple(entries)


def test_a_bundle_that_was_cut_is_refused() -> None:
    with pytest.raises(TileError):
        unbundle(bundle([b"abc"])[:-1])
