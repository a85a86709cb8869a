"""The log's tiles: read from the tables, and written out as files that anyone may mirror."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from hocba.adapters.whole_file import write_whole
from hocba.core import merkle
from hocba.core.checkpoint import Checkpoint as Head
from hocba.core.checkpoint import verify_checkpoint
from hocba.core.errors import LifecycleError
from hocba.core.signed_note import NoteVerifier
from hocba.core.tiles import CHECKPOINT, ENTRIES, WIDTH, Tile, bundle, tiles_between
from hocba.registry.ledger import queries
from hocba.registry.ledger.models import Entry

_TILES_AT_ONCE = 64


def contents(tiles: Sequence[Tile]) -> Iterator[tuple[Tile, bytes]]:
    """The tiles with their bytes, in a few queries. Raises KeyError when the log is smaller."""
    hashes = queries.nodes(node for tile in tiles if tile.level != ENTRIES for node in tile.nodes)
    places = [place for tile in tiles if tile.level == ENTRIES for _, place in tile.nodes]
    rows = Entry.objects.filter(position__in=places).values_list("position", "leaf")
    leaves = {place: bytes(leaf) for place, leaf in rows}
    for tile in tiles:
        if tile.level == ENTRIES:
            yield tile, bundle(leaves[place] for _, place in tile.nodes)
        else:
            yield tile, b"".join(hashes[node] for node in tile.nodes)


def publish(directory: Path, key: NoteVerifier) -> int:
    """Bring the files in ``directory`` up to the newest head; how many tiles were written.

    The head is written last, so that whoever reads it finds all the tiles it needs; full
    tiles are written once. Raises LifecycleError when what was published before is no
    beginning of this log: then nothing is touched. Raises OSError as writing does.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with _alone_in(directory):
        newest = queries.head()
        if newest is None:
            return 0
        published = _published(directory, key)
        _require_growth(published, Head(key.name, newest.size, bytes(newest.root)))
        count = _write(directory, tiles_between(published.size, newest.size))
        write_whole(directory / CHECKPOINT, queries.cosigned(newest))
        return count


@contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    with (directory / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _published(directory: Path, key: NoteVerifier) -> Head:
    file = directory / CHECKPOINT
    if not file.exists():
        return Head(key.name, 0, merkle.EMPTY_ROOT)
    return verify_checkpoint(file.read_bytes(), key)


def _require_growth(old: Head, new: Head) -> None:
    path = queries.consistency(old.size, new.size) if 0 < old.size < new.size else ()
    if not merkle.extends(old.root, old.size, new.root, new.size, path):
        raise LifecycleError(
            f"Sổ cái ({new.size} mục) không nối tiếp bản đã công bố ({old.size} mục); có thể cơ sở"
            " dữ liệu vừa được khôi phục từ bản cũ hoặc đã bị sửa. Hãy chạy «hocba audit»."
        )


def _write(directory: Path, tiles: Iterable[Tile]) -> int:
    count, waiting = 0, iter(tiles)
    while some := list(islice(waiting, _TILES_AT_ONCE)):
        for tile, data in contents(some):
            _put(directory / tile.path, data)
            if tile.width == WIDTH:
                shutil.rmtree(directory / f"{tile.path}.p", ignore_errors=True)
            count += 1
    return count


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, data)
