"""A directory of evidence: one file for each thing, named by its SHA-256 and its kind."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from hocba.adapters.whole_file import write_whole
from hocba.core.errors import InputError
from hocba.core.signature import Evidence

_KINDS = {"certificates": ".cer", "ocsp": ".ocsp", "crls": ".crl", "tokens": ".tst"}
_LARGEST = 64 * 1024 * 1024


def load_evidence(directory: Path) -> Evidence:
    """What stands in ``directory``, DER all of it. Raises InputError when it cannot be read."""
    try:
        return Evidence(**{kind: _read(directory, end) for kind, end in _KINDS.items()})
    except OSError as error:
        raise InputError(f"Không đọc được thư mục bằng chứng «{directory}».") from error


def save_evidence(directory: Path, evidence: Evidence) -> None:
    """Add to ``directory`` what is not there yet; nothing in it is changed or removed.

    Raises InputError when it cannot be written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for kind, end in _KINDS.items():
            for der in getattr(evidence, kind):
                path = directory / f"{sha256(der).hexdigest()}{end}"
                if not path.exists():
                    write_whole(path, der)
    except OSError as error:
        raise InputError(f"Không ghi được vào thư mục bằng chứng «{directory}».") from error


def _read(directory: Path, end: str) -> tuple[bytes, ...]:
    files = sorted(path for path in directory.iterdir() if path.suffix.lower() == end)
    if sum(path.stat().st_size for path in files) > _LARGEST:
        raise InputError(f"Thư mục bằng chứng «{directory}» quá lớn.")
    return tuple(path.read_bytes() for path in files)
