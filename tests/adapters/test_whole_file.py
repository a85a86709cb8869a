"""A file appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba.adapters.whole_file import write_whole


def test_a_file_is_written_and_replaced(tmp_path):
    path = tmp_path / "hoc-ba.pdf"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "hoc-ba.pdf"
    write_whole(path, b"first")

    def half(self, data):
        with self.open("wb") as file:
            file.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "hoc-ba.pdf", b"x")
