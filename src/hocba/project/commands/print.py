"""``hocba print``: the copies of a class or a school, in one file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from rich.console import Console

from hocba.adapters import clock
from hocba.core.errors import InputError
from hocba.project.demonstration.steps import Steps
from hocba.project.operator import operator
from hocba.public.bulk.choosing import Order, Wanted, orders
from hocba.public.bulk.gathering import for_the_printer, zipped
from hocba.public.bulk.issuing import Office, issue_all
from hocba.public.portal.sealing import registry_seal
from hocba.public.portal.trusted import trusted
from hocba.public.printing import press

FOUND, NOT_FOUND = 0, 1

_GATHERING: dict[str, Callable[[Sequence[Order], Sequence[Path], Path], None]] = {
    ".zip": zipped,
    ".pdf": lambda _, files, output: for_the_printer(files, output),
}


@click.command(
    help="In học bạ của cả lớp hoặc cả trường vào OUTPUT: tệp .zip gồm từng bản đã đóng dấu số, "
    "hoặc một tệp .pdf để in ra giấy. Bị ngắt giữa chừng thì chạy lại, việc đã xong được giữ."
)
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--school", required=True, help="Mã trường.")
@click.option("--year", required=True, help="Năm học; ví dụ 2023-2024.")
@click.option("--class", "class_name", default="", help="Tên lớp; không có thì in cả trường.")
@click.option("--drafts", is_flag=True, help="In cả trang chưa chốt, mang dấu BẢN NHÁP.")
def command(output: Path, school: str, year: str, class_name: str, drafts: bool) -> int:
    """Print them all; the exit code is 0 printed, 1 nobody to print, 2 could not."""
    gather = _GATHERING.get(output.suffix.lower())
    if gather is None:
        raise InputError("Tệp kết quả phải có đuôi .zip hoặc .pdf.")
    wanted = Wanted(school, year, class_name, drafts)
    ordered = orders(wanted)
    if not ordered:
        click.echo("Không có học bạ nào đã chốt để in; hãy xem lại mã trường, năm học và lớp.")
        return NOT_FOUND
    _print(wanted, ordered, output, gather)
    click.echo(f"Đã in {len(ordered)} học bạ vào {output}.")
    return FOUND


def _print(
    wanted: Wanted,
    ordered: Sequence[Order],
    output: Path,
    gather: Callable[[Sequence[Order], Sequence[Path], Path], None],
) -> None:
    """Issue what is missing, bind it, and tidy up only when the whole file is there."""
    folder = output.with_name(f"{output.name}.dang-in")
    with press() as typeset, Steps(Console(stderr=True)) as steps:
        office = Office(registry_seal(), trusted(), operator(), typeset, clock.now)
        with steps.step("In học bạ (PDF)", len(ordered)) as advance:
            files = issue_all(wanted, ordered, folder, office, advance)
    bound = folder / f"tat-ca{output.suffix}"
    gather(ordered, files, bound)
    bound.replace(output)
    shutil.rmtree(folder)
