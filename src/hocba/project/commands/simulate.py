"""``hocba simulate``: a made-up city's packets in a folder, its staff in the registry."""

from __future__ import annotations

import os
from pathlib import Path

import click
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hocba.adapters.pki.authority import KeyKind
from hocba.adapters.pki.demonstration import make_keys
from hocba.core.errors import InputError
from hocba.project.environment import Stage
from hocba.project.simulation.city import plan
from hocba.project.simulation.making import City, claim_folder, make
from hocba.project.simulation.registering import register


@click.command(
    help="Tạo một thành phố mô phỏng: gói tin đã ký của các trường, theo quy mô của Phụ lục 2–4."
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--pages", type=click.IntRange(min=1), default=2_000, help="Tổng số trang học bạ.")
@click.option("--school-year", default="2023-2024", help="Năm học.")
@click.option("--seed", type=int, default=1, help="Số gieo: cùng số thì cùng học sinh.")
@click.option("--rsa", is_flag=True, help="Khoá RSA-2048 như USB token ngày nay, thay cho P-256.")
@click.option("--workers", type=click.IntRange(min=1), default=os.cpu_count() or 1)
def command(folder: Path, pages: int, school_year: str, seed: int, rsa: bool, workers: int) -> int:
    """Going on where it was broken off; the same folder can be told to several registries."""
    if settings.HOCBA_STAGE is Stage.PRODUCTION:
        raise InputError("«hocba simulate» chỉ dùng để trình diễn và đo lường.")
    city = City(pages, school_year, seed, KeyKind.RSA_2048 if rsa else KeyKind.P_256)
    planned = plan(pages, school_year)
    claim_folder(folder, city)
    keys = settings.HOCBA_HOME / "demonstration"
    make_keys(keys, ())
    console = Console()
    with _progress(console) as progress:
        task = progress.add_task("Học bạ đã ký", total=pages)
        for done in make(city, folder, keys, workers=workers):
            progress.advance(task, done)
    register(folder, school_year)
    classes = sum(len(each.classes) for each in planned)
    console.print(f"{len(planned)} trường, {classes} lớp, {pages} học bạ ở {folder}.")
    return 0


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    )
