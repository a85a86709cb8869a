"""A file that a command was given, or a sentence on why it cannot be read."""

from __future__ import annotations

from pathlib import Path

from hocba.core.errors import UnreadableFile


def read_file(file: Path, limit: int) -> bytes:
    """The file's bytes, no more than are needed to see that there are over ``limit`` of them.

    Raises UnreadableFile.
    """
    try:
        with file.open("rb") as stream:
            return stream.read(limit + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"Không tìm thấy tệp «{file}»; hãy kiểm tra lại đường dẫn.") from error
    except OSError as error:
        raise UnreadableFile(
            f"Không mở được tệp «{file}»; hãy kiểm tra xem đó có phải là tệp và có quyền đọc không."
        ) from error
