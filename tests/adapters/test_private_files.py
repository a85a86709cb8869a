import errno
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from hocba.adapters.private_files import kept_secret, write_private


def test_a_private_file_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "keys" / "one"
    write_private(path, b"secret")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == b"secret"


def test_a_private_file_is_never_written_over(tmp_path):
    path = tmp_path / "one"
    write_private(path, b"first")
    write_private(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def full_disk(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_private(tmp_path / "one", b"secret")
    assert list(tmp_path.iterdir()) == []


def test_a_secret_is_kept_and_is_the_same_for_all_who_come_at_once(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: kept_secret(tmp_path / "secret"), range(40)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 64
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
