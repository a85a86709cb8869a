"""The published files: a mirror can rebuild the log from them, and never sees a half of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hocba.adapters.mirror import Mirror
from hocba.core import merkle
from hocba.core.checkpoint import sign_checkpoint, verify_checkpoint
from hocba.core.errors import LifecycleError
from hocba.core.tiles import ENTRIES, tiles_between, unbundle
from hocba.registry.ledger.actions import append
from hocba.registry.ledger.tiles import publish
from tests.registry.audit import LEDGER_KEY

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 7, 1, tzinfo=UTC)
KEY = LEDGER_KEY.verifier


def grow(first: int, count: int) -> None:
    append([b"leaf %d\n" % number for number in range(first, first + count)],
           at=NOW, signer=LEDGER_KEY)  # fmt: skip


def files(directory: Path) -> dict[str, bytes]:
    found = (each for each in directory.rglob("*") if each.is_file() and each.name != ".lock")
    return {str(each.relative_to(directory)): each.read_bytes() for each in found}


def test_the_whole_log_can_be_rebuilt_from_the_files(tmp_path):
    grow(0, 300)
    publish(tmp_path, KEY)
    head = verify_checkpoint((tmp_path / "checkpoint").read_bytes(), KEY)
    entries = [entry for tile in tiles_between(0, head.size) if tile.level == ENTRIES
               for entry in unbundle((tmp_path / tile.path).read_bytes())]  # fmt: skip
    nodes = merkle.grow(0, {}, [merkle.leaf_hash(entry) for entry in entries])
    assert merkle.root_of((0, head.size), nodes) == head.root


def test_what_is_published_step_by_step_is_what_is_published_at_once(tmp_path):
    for first, count in ((0, 100), (100, 156), (256, 300)):
        grow(first, count)
        publish(tmp_path / "steps", KEY)
    publish(tmp_path / "once", KEY)
    once, steps = files(tmp_path / "once"), files(tmp_path / "steps")
    assert once.items() <= steps.items()
    assert not [path for path in steps if path.startswith("tile/0/000.p")]


def test_full_tiles_are_written_once(tmp_path):
    grow(0, 256)
    publish(tmp_path, KEY)
    before = (tmp_path / "tile/0/000").stat().st_mtime_ns
    grow(256, 10)
    assert publish(tmp_path, KEY) == 2
    assert publish(tmp_path, KEY) == 0
    assert (tmp_path / "tile/0/000").stat().st_mtime_ns == before


def test_the_consistency_of_any_two_heads_is_proven_by_the_files(tmp_path):
    roots = {}
    for first, count in ((0, 7), (7, 250), (257, 300)):
        grow(first, count)
        publish(tmp_path, KEY)
        head = verify_checkpoint((tmp_path / "checkpoint").read_bytes(), KEY)
        roots[head.size] = head.root
    for old in (7, 257):
        path = Mirror(str(tmp_path)).consistency(old, 557)
        assert merkle.extends(roots[old], old, roots[557], 557, path)


def test_a_log_that_does_not_continue_what_was_published_is_not_published(tmp_path):
    grow(0, 5)
    publish(tmp_path, KEY)
    for size in (5, 9):
        (tmp_path / "checkpoint").write_bytes(sign_checkpoint(size, bytes(32), LEDGER_KEY))
        with pytest.raises(LifecycleError, match="không nối tiếp"):
            publish(tmp_path, KEY)


def test_an_empty_log_publishes_nothing(tmp_path):
    assert publish(tmp_path, KEY) == 0
    assert not files(tmp_path)
