"""``hocba work``: worker processes that take queued packets in, until they are told to end."""

from __future__ import annotations

import os

import click

from hocba.project.processes import keep_running
from hocba.project.working import PACE, Pace, worker


@click.command(help="Chạy các tiến trình tiếp nhận gói tin, trên bao nhiêu máy cũng được.")
@click.option(
    "--processes",
    type=click.IntRange(1, 256),
    default=lambda: os.cpu_count() or 1,
    help="Số tiến trình; thiếu thì bằng số nhân của máy.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(1),
    default=PACE.time_limit,
    help="Số giây dài nhất cho một gói tin.",
)
@click.option(
    "--silence",
    type=click.FloatRange(0.5),
    default=PACE.silence,
    help="Số giây im lặng trước khi việc của một tiến trình được giao lại.",
)
def command(processes: int, time_limit: float, silence: float) -> None:
    """Ends in order, each packet in hand taken in, when interrupted or told to end."""
    click.echo(f"{processes} tiến trình tiếp nhận đang chạy; bấm Ctrl+C để dừng.", err=True)
    keep_running([worker(Pace(time_limit, silence))] * processes)
