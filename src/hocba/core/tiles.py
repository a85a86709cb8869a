"""The log as static files (c2sp.org/tlog-tiles): which there are, and what is in them.

A tile holds up to 256 hashes side by side: those of leaves at level 0, and at each level
above the roots of the full tiles below. Beside each tile of leaves stands the bundle of
their entries. Full tiles never change; the last of a level is partial, and its width is
part of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hocba.core import merkle
from hocba.core.errors import InputError

CHECKPOINT = "checkpoint"
ENTRIES = -1
"""In the place of a level: the bundles of entries."""

HEIGHT = 8
WIDTH = 1 << HEIGHT

_HASH_BYTES = 32
_LENGTH_BYTES = 2
_PATH = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\.p/([0-9]{1,3}))?"
)


class TileError(InputError):
    """The bytes are not those of the tile that was asked for."""

    code = "MANH_SO_CAI_HONG"


@dataclass(frozen=True, slots=True)
class Tile:
    """The tile number ``index`` of ``level``, or a bundle, with ``width`` hashes or entries."""

    level: int
    index: int
    width: int = WIDTH

    @classmethod
    def parse(cls, path: str) -> Tile | None:
        """The tile at ``path``; None when no tile has such a path."""
        match = _PATH.fullmatch(path)
        if match is None:
            return None
        level = ENTRIES if match[1] == "entries" else int(match[1])
        index = int(match[2].replace("x", "").replace("/", ""))
        tile = cls(level, index, int(match[3] or WIDTH))
        return tile if tile.path == path and 0 < tile.width <= WIDTH else None

    @property
    def path(self) -> str:
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{_numbered(self.index)}{partial}"

    @property
    def full(self) -> Tile:
        return Tile(self.level, self.index)

    @property
    def nodes(self) -> tuple[merkle.Node, ...]:
        """The nodes of the tree whose hashes, or entries, are in the tile, from left to right."""
        level, first = HEIGHT * max(self.level, 0), self.index * WIDTH
        return tuple((level, first + place) for place in range(self.width))


def tiles_between(old: int, new: int) -> Iterator[Tile]:
    """The tiles and bundles that a log of ``new`` entries has and one of ``old`` has not."""
    for level in range(64 // HEIGHT):
        before, after = old >> (HEIGHT * level), new >> (HEIGHT * level)
        for index in range(before // WIDTH, -(-after // WIDTH) if after > before else 0):
            width = min(WIDTH, after - index * WIDTH)
            yield Tile(level, index, width)
            if level == 0:
                yield Tile(ENTRIES, index, width)


def tile_with(node: merkle.Node, size: int) -> Tile:
    """The tile from which the hash of ``node`` can be had in a log of ``size`` entries."""
    level, index = node
    floor, height = divmod(level, HEIGHT)
    number = (index << height) // WIDTH
    return Tile(floor, number, min(WIDTH, (size >> (HEIGHT * floor)) - number * WIDTH))


def hash_of(node: merkle.Node, tile: bytes) -> bytes:
    """The hash of ``node``, out of the bytes of the tile that has it. Raises TileError."""
    level, index = node
    height = level % HEIGHT
    first = (index << height) % WIDTH * _HASH_BYTES
    row = tile[first : first + (_HASH_BYTES << height)]
    if len(row) != _HASH_BYTES << height:
        raise TileError("Mảnh của sổ cái không đủ độ dài.")
    hashes = [row[at : at + _HASH_BYTES] for at in range(0, len(row), _HASH_BYTES)]
    while len(hashes) > 1:
        hashes = [merkle.node_hash(*hashes[at : at + 2]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries side by side, each after its length in two bytes."""
    return b"".join(len(each).to_bytes(_LENGTH_BYTES) + each for each in entries)


def unbundle(data: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle. Raises TileError when it is malformed."""
    entries, at = [], 0
    while at < len(data):
        begin = at + _LENGTH_BYTES
        at = begin + int.from_bytes(data[at:begin])
        entries.append(data[begin:at])
    if at != len(data):
        raise TileError("Gói mục của sổ cái bị cắt ngang.")
    return tuple(entries)


def _numbered(index: int) -> str:
    """Three digits to a folder, an x before all but the last: 1234067 is ``x001/x234/067``."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
