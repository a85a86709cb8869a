"""A class's workbook as a command is given it: the file, and what its title does not say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from hocba.core.errors import UnreadableFile
from hocba.school.imports.archive import MAX_FILE

_TITLE = (
    click.option("--school-year", help="Năm học, nếu tệp không ghi; ví dụ 2023-2024."),
    click.option("--class-name", help="Tên lớp, nếu tệp không ghi; ví dụ 4A1."),
    click.option("--grade", type=click.IntRange(1, 12), help="Khối, nếu tệp không ghi."),
)


def with_title(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options for grade, class and school year."""
    for option in _TITLE:
        command = option(command)
    return command


def read_workbook(file: Path) -> bytes:
    """The bytes of the file, no more than are needed to see that it is too large."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(f"Không tìm thấy tệp «{file}»; hãy kiểm tra lại đường dẫn.") from error
    except OSError as error:
        raise UnreadableFile(
            f"Không mở được tệp «{file}»; hãy kiểm tra xem đó có phải là tệp và có quyền đọc không."
        ) from error
