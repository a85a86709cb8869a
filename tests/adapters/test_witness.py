"""A witness follows a log by its files, and refuses a history that is not the one it saw."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hocba.adapters.mirror import Mirror
from hocba.adapters.witness import Follower, Forked
from hocba.core import merkle
from hocba.core.checkpoint import sign_checkpoint, verify_checkpoint
from hocba.core.cosignature import cosignatures
from hocba.core.errors import Unavailable
from hocba.core.signed_note import NoteError
from hocba.core.tiles import ENTRIES, tiles_between
from tests.core.test_checkpoint import SIGNER, STRANGER
from tests.core.test_cosignature import WITNESS

AT = datetime(2024, 7, 1, 8, tzinfo=UTC)


def publish(directory: Path, entries: list[bytes], signer=SIGNER) -> Mirror:
    """A log's files, made from nothing but its entries."""
    nodes = merkle.grow(0, {}, [merkle.leaf_hash(entry) for entry in entries])
    for tile in tiles_between(0, len(entries)):
        if tile.level != ENTRIES:
            file = directory / tile.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"".join(nodes[node] for node in tile.nodes))
    root = merkle.root_of((0, len(entries)), nodes)
    directory.mkdir(exist_ok=True)
    (directory / "checkpoint").write_bytes(sign_checkpoint(len(entries), root, signer))
    return Mirror(str(directory))


def history(count: int, word: bytes = b"leaf") -> list[bytes]:
    return [b"%s %d\n" % (word, number) for number in range(count)]


@pytest.fixture
def witness(tmp_path) -> Follower:
    return Follower(WITNESS, SIGNER.verifier, tmp_path / "state")


def test_a_witness_signs_what_grows(tmp_path, witness):
    for size in (0, 3, 3, 256, 700):
        cosigned = witness.follow(publish(tmp_path / "log", history(size)), AT)
        assert verify_checkpoint(cosigned, SIGNER.verifier).size == size
        assert [each.time for each in cosignatures(cosigned, WITNESS.verifier)] == [AT]


@pytest.mark.parametrize("size", [300, 301, 700])
def test_a_fork_is_refused_however_large_it_is(tmp_path, witness, size):
    witness.follow(publish(tmp_path / "log", history(300)), AT)
    forked = [*history(299), b"another\n", *history(size - 300, b"more")]
    with pytest.raises(Forked, match="rẽ nhánh"):
        witness.follow(publish(tmp_path / "other", forked), AT)


def test_a_log_that_was_cut_is_refused(tmp_path, witness):
    witness.follow(publish(tmp_path / "log", history(300)), AT)
    with pytest.raises(Forked, match="chỉ còn 299 mục"):
        witness.follow(publish(tmp_path / "other", history(299)), AT)


def test_after_a_refusal_the_true_history_is_still_followed(tmp_path, witness):
    witness.follow(publish(tmp_path / "log", history(5)), AT)
    with pytest.raises(Forked):
        witness.follow(publish(tmp_path / "other", history(9, b"false")), AT)
    witness.follow(publish(tmp_path / "log", history(9)), AT)


def test_tiles_that_do_not_belong_to_the_head_are_no_proof(tmp_path, witness):
    witness.follow(publish(tmp_path / "log", history(300)), AT)
    mirror = publish(tmp_path / "log", history(700))
    tile = tmp_path / "log" / "tile" / "0" / "001"
    tile.write_bytes(tile.read_bytes()[::-1])
    with pytest.raises(Forked):
        witness.follow(mirror, AT)


def test_another_logs_key_is_not_believed(tmp_path, witness):
    with pytest.raises(NoteError):
        witness.follow(publish(tmp_path / "log", history(3), STRANGER), AT)


def test_files_that_are_away_are_said_to_be(tmp_path, witness):
    with pytest.raises(Unavailable):
        witness.follow(Mirror(str(tmp_path / "nowhere")), AT)


def test_a_partial_tile_that_is_gone_is_read_from_the_full_one(tmp_path, witness):
    witness.follow(publish(tmp_path / "log", history(100)), AT)
    mirror = publish(tmp_path / "log", history(200))
    partial = tmp_path / "log" / "tile" / "0" / "000.p" / "200"
    full = tmp_path / "log" / "tile" / "0" / "000"
    full.write_bytes(partial.read_bytes() + bytes(56 * 32))
    partial.unlink()
    witness.follow(mirror, AT)
