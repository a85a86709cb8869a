"""What a backup holds: its files by digest, and the ledger's head that it must come back to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from hocba.core.errors import InputError

NAME = "manifest.json"
_FORM = "hocba-backup/v1"


@dataclass(frozen=True, slots=True)
class Manifest:
    """``ledger_root`` is hexadecimal, empty with an empty ledger; ``files`` are SHA-256 by path."""

    taken_at: str
    ledger_size: int
    ledger_root: str
    files: Mapping[str, str]
    form: str = _FORM


def describe(folder: Path, *, taken_at: datetime, size: int, root: bytes) -> Manifest:
    """The manifest of the files that lie in ``folder`` now."""
    return Manifest(taken_at.isoformat(), size, root.hex(), _digests(folder))


def write(manifest: Manifest) -> bytes:
    return json.dumps(asdict(manifest), indent=1).encode()


def read(folder: Path) -> Manifest:
    """The manifest in ``folder``, once every file has been held against it.

    Raises InputError when it is no backup, or a file is missing, surplus or changed.
    """
    try:
        manifest = Manifest(**json.loads((folder / NAME).read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{folder} không phải một bản sao lưu đọc được.") from error
    if manifest.form != _FORM:
        raise InputError(f"Bản sao lưu ở {folder} có dạng lạ «{manifest.form}».")
    found = _digests(folder)
    wrong = sorted(
        name
        for name in found.keys() | manifest.files.keys()
        if found.get(name) != manifest.files.get(name)
    )
    if wrong:
        raise InputError(
            f"Bản sao lưu ở {folder} đã bị thay đổi hoặc thiếu: {', '.join(wrong[:5])}."
        )
    return manifest


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return {str(path.relative_to(folder)): _digest(path) for path in sorted(files)}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
