"""``hocba backup``: the whole database as files, with a manifest of digests."""

from __future__ import annotations

import os
from pathlib import Path

import click
from rich.console import Console

from hocba.adapters import clock
from hocba.project.backups.taking import take


@click.command(help="Sao lưu toàn bộ cơ sở dữ liệu vào một thư mục mới, kể cả khi đang chạy.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1)
def command(folder: Path, jobs: int) -> None:
    console = Console()
    with console.status("Đang sao lưu…"):
        taken = take(folder.absolute(), at=clock.now(), jobs=jobs)
    console.print(
        f"Đã sao lưu vào {folder}: sổ cái {taken.ledger_size} mục, {len(taken.files)} tệp.",
        soft_wrap=True,
    )
