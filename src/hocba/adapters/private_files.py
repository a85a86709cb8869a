"""Files for their owner alone: secrets and keys that the program makes for itself."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_private(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 that appears whole, or not at all.

    A file that is already there, say from another process at the same moment, stays as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _link_once(fresh, path)
    finally:
        fresh.unlink()


def kept_secret(path: Path) -> str:
    """The secret in ``path``, made at first use; processes that start at once get the same one."""
    return kept_text(path, secrets.token_urlsafe(64))


def kept_text(path: Path, text: str) -> str:
    """What ``path`` holds: ``text`` as it was at first use, whoever came first."""
    if not path.exists():
        write_private(path, text.encode())
    return path.read_text(encoding="utf-8").strip()


def _link_once(fresh: Path, path: Path) -> None:
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        return
