"""``hocba audit``: re-verify everything that the registry holds."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import click
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hocba.adapters.whole_file import write_whole
from hocba.registry.audit import work
from hocba.registry.audit.findings import Finding
from hocba.registry.audit.grounds import own_grounds
from hocba.registry.audit.heads import check_against
from hocba.registry.ledger.queries import cosigned, head

CLEAN, FOUND = 0, 1
_SAVED_EVERY = 2.0
"""Seconds: what is lost, and done again, when the machine fails."""


@click.command(
    help="Kiểm tra lại toàn bộ sổ đăng ký: từng byte, chữ ký, biên nhận, sổ cái, và cơ sở dữ liệu "
    "đối chiếu với sổ cái; dừng giữa chừng thì lần sau làm tiếp."
)
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    help="Thư mục giữ tiến độ và đầu sổ cái của lần kiểm tra trước; mặc định trong HOCBA_HOME.",
)
@click.option(
    "--head",
    "heads",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Đầu sổ cái giữ ở nơi khác (bản sao, nhân chứng) mà sổ phải nối tiếp; có thể nhắc lại.",
)
@click.option("--workers", type=click.IntRange(min=1), default=os.cpu_count() or 1)
def command(state: Path | None, heads: tuple[Path, ...], workers: int) -> int:
    """The exit code is 0 clean, 1 something was found, 2 could not."""
    folder = state or settings.HOCBA_HOME / "audit"
    folder.mkdir(parents=True, exist_ok=True)
    file, last_head = folder / "progress.json", folder / "checkpoint"
    kept = [each.read_bytes() for each in (*heads, last_head) if each in heads or each.exists()]
    progress = work.load(file) if file.exists() else work.plan()
    _work(progress, file, workers)
    outside = check_against(kept, progress.size, own_grounds())
    findings = sorted(progress.findings | set(outside))
    _tell(findings, progress)
    file.unlink(missing_ok=True)
    newest = head()
    if not findings and newest is not None:
        write_whole(last_head, cosigned(newest))
    return FOUND if findings else CLEAN


def _work(progress: work.Progress, file: Path, workers: int) -> None:
    saved = time.monotonic()
    with _bar() as bar:
        task = bar.add_task("Kiểm tra lại", total=len(progress.parts), completed=len(progress.done))
        try:
            for part, findings in work.check_all(progress.waiting, workers):
                progress.take(part, findings)
                bar.advance(task)
                if time.monotonic() - saved > _SAVED_EVERY:
                    progress.save(file)
                    saved = time.monotonic()
        finally:
            progress.save(file)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _tell(findings: Sequence[Finding], progress: work.Progress) -> None:
    for each in findings:
        click.echo(str(each))
    result = f"{len(findings)} điều không đúng." if findings else "mọi thứ đều đúng."
    click.echo(f"Đã kiểm tra {len(progress.parts)} phần, sổ cái {progress.size} mục: {result}")
