"""``hocba check``: holds a class's workbook against the rules, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console

from hocba.core.errors import HocbaError
from hocba.core.finding import Severity
from hocba.project.files import read_file
from hocba.project.workbooks import with_title
from hocba.school.imports import (
    Group,
    ImportReport,
    as_json,
    check_workbook,
    groups,
    title_of,
)
from hocba.school.imports.archive import MAX_FILE

FINDINGS, COULD_NOT = 1, 2

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow"}


@click.command(help="Kiểm tra bảng tổng hợp của một lớp (FILE .xlsx), không cần cơ sở dữ liệu.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json_", is_flag=True, help="In kết quả dạng JSON.")
@with_title
def command(
    file: Path,
    as_json_: bool,
    grade: int | None,
    class_name: str | None,
    school_year: str | None,
) -> int:
    """Check a file; the exit code is 0 clean, 1 findings, 2 cannot be read."""
    try:
        report = check_workbook(
            read_file(file, MAX_FILE), grade=grade, class_name=class_name, school_year=school_year
        )
    except HocbaError as error:
        if not as_json_:
            raise
        _print_json({"error": {"code": error.code, "message": error.message}})
        return COULD_NOT
    if as_json_:
        _print_json(as_json(report))
    else:
        _print_report(report, Console(markup=False, highlight=False, soft_wrap=True))
    return 0 if report.clean else FINDINGS


def _print_json(document: dict[str, object]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _print_report(report: ImportReport, console: Console) -> None:
    console.print(title_of(report), style="bold")
    for group in groups(report):
        _print_group(group, console)
    _print_verdict(report, console)


def _print_group(group: Group, console: Console) -> None:
    console.print(f"\n{group.title}", style="bold")
    for line in group.lines:
        console.print(f"  {line.word}", style=_STYLES[line.severity], end="")
        place = f"{line.place}: " if line.place else ""
        console.print(f" {place}{line.message} [{line.code}]")


def _print_verdict(report: ImportReport, console: Console) -> None:
    counts = report.counts
    console.print(
        f"\nĐã đọc {counts.read} học sinh: nhận {counts.accepted}, giữ lại {counts.held_back}.",
        style="bold green" if report.clean else "bold",
    )
    if report.clean:
        console.print("Không có lỗi hay cảnh báo nào.")
