"""``hocba restore``: a backup into an empty database, held against its manifest and ledger head."""

from __future__ import annotations

import os
from pathlib import Path

import click
from django.core.management import call_command
from rich.console import Console

from hocba.project.backups.restoring import put_back


@click.command(help="Khôi phục một bản sao lưu vào cơ sở dữ liệu trống, rồi đối chiếu sổ cái.")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1)
def command(folder: Path, jobs: int) -> None:
    """What a newer program adds to the tables, and the database's roles, come at the end."""
    console = Console()
    with console.status("Đang khôi phục…"):
        restored = put_back(folder, jobs=jobs)
        call_command("migrate", interactive=False, verbosity=0)
    console.print(
        f"Đã khôi phục bản sao lưu lúc {restored.taken_at}: sổ cái {restored.ledger_size} mục."
        " Hãy chạy «hocba audit» trước khi mở lại.",
        soft_wrap=True,
    )
