"""What the title of a class's workbook does not say, as options of a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

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
