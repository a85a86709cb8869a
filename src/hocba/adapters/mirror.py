"""A log's files, from its address or a directory, and what can be proven by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hocba.adapters.exchange import Limits, ask
from hocba.core import merkle
from hocba.core.errors import Unavailable
from hocba.core.tiles import (
    CHECKPOINT,
    ENTRIES,
    WIDTH,
    Tile,
    TileError,
    hash_of,
    tile_with,
    unbundle,
)

_LIMITS = Limits(size=1024 * 1024, seconds=30)


class Mirror:
    """The files at ``place``: an http(s) address or a directory."""

    def __init__(self, place: str) -> None:
        self._place = place.rstrip("/")
        self.is_web = self._place.startswith(("http://", "https://"))

    def address(self, path: str) -> str:
        return f"{self._place}/{path}"

    def checkpoint(self) -> bytes:
        """The newest head, not verified. Raises Unavailable."""
        return self._read(CHECKPOINT)

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """A consistency proof made of the tiles, to be verified by whoever asked.

        Raises Unavailable when a tile cannot be had, TileError when it is too short,
        ValueError unless 0 < old <= new.
        """
        ranges = merkle.consistency_ranges(old, new)
        nodes = [node for span in ranges for node in merkle.nodes_of(span)]
        return merkle.proof(ranges, self._hashes(nodes, new))

    def entries(self, size: int) -> Iterator[bytes]:
        """The first ``size`` entries in order, to be held against the root by whoever asked.

        Raises Unavailable when a bundle cannot be had, TileError when it is malformed or has
        fewer entries than it must.
        """
        for index in range(-(-size // WIDTH)):
            width = min(WIDTH, size - index * WIDTH)
            found = unbundle(self._tile(Tile(ENTRIES, index, width)))
            if len(found) < width:
                raise TileError("Gói mục của sổ cái thiếu mục.")
            yield from found[:width]

    def _hashes(self, nodes: Iterable[merkle.Node], size: int) -> Mapping[merkle.Node, bytes]:
        tiles = {node: tile_with(node, size) for node in nodes}
        data = {tile: self._tile(tile) for tile in set(tiles.values())}
        return {node: hash_of(node, data[tile]) for node, tile in tiles.items()}

    def _tile(self, tile: Tile) -> bytes:
        """A partial tile may be gone once the full one is there: its hashes begin that."""
        try:
            return self._read(tile.path)
        except Unavailable:
            return self._read(tile.full.path)

    def _read(self, path: str) -> bytes:
        if self.is_web:
            return ask(self.address(path), _LIMITS)
        try:
            return (Path(self._place) / path).read_bytes()
        except OSError as error:
            raise Unavailable(f"Không đọc được «{self.address(path)}» của sổ cái.") from error
