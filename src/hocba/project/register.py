"""``--url`` and ``--token-file``: the Department's register, as a school's command calls it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from hocba.adapters.register import RegisterApi
from hocba.core.errors import UnreadableFile


def with_register(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives the command the ``register`` that its two options name."""

    @click.option("--url", required=True, help="Địa chỉ của Sở, ví dụ https://hocba.example.vn.")
    @click.option(
        "--token-file",
        required=True,
        type=click.Path(path_type=Path),
        help="Tệp chứa mã truy cập do Sở cấp.",
    )
    @wraps(command)
    def with_it(*, url: str, token_file: Path, **others: Any) -> Any:
        return command(register=RegisterApi(url.rstrip("/"), _secret(token_file)), **others)

    return with_it


def _secret(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"Không đọc được mã truy cập trong tệp «{file}».") from error
