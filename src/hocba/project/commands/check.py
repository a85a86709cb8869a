"""``hocba check``: holds a class's workbook against the rules, without a database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console

from hocba.core.errors import HocbaError
from hocba.core.finding import Finding, Severity
from hocba.project.workbooks import read_workbook, with_title
from hocba.school.imports import ImportReport, as_json, check_workbook

FINDINGS, COULD_NOT = 1, 2

_LABELS = {Severity.ERROR: ("Lỗi", "bold red"), Severity.WARNING: ("Cảnh báo", "yellow")}
_MOST_PLACES = 8


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
            read_workbook(file), grade=grade, class_name=class_name, school_year=school_year
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
    _print_title(report, console)
    held_back = {pupil.code: pupil.name for pupil in report.pupils if not pupil.accepted}
    of_class = [finding for finding in report.findings if not finding.pupil]
    _print_group("Cả bảng", of_class, console)
    for code, name in held_back.items():
        own = [finding for finding in report.findings if finding.pupil == code != ""]
        _print_group(f"Giữ lại: {code} {name}", own, console)
    others = [f for f in report.findings if f.pupil and f.pupil not in held_back]
    _print_group("Học sinh được nhận, cần xem lại", others, console)
    _print_verdict(report, console)


def _print_title(report: ImportReport, console: Console) -> None:
    parts = [
        f"Lớp {report.class_name}" if report.class_name else "",
        f"năm học {report.school_year}" if report.school_year else "",
        report.school_name,
    ]
    console.print(" · ".join(filter(None, parts)) or "Chưa rõ lớp, năm học", style="bold")


def _print_group(title: str, findings: Iterable[Finding], console: Console) -> None:
    """Findings that say the same are one line, with the cells that they speak of."""
    cells: defaultdict[tuple[Severity, str, str, str], list[str]] = defaultdict(list)
    for finding in findings:
        same = (finding.severity, finding.code, finding.message, finding.sheet)
        cells[same].append(finding.cell)
    if not cells:
        return
    console.print(f"\n{title}", style="bold")
    for (severity, code, message, sheet), refs in cells.items():
        label, style = _LABELS[severity]
        console.print(f"  {label}", style=style, end="")
        console.print(f" {_place(sheet, refs)}{message} [{code}]")


def _place(sheet: str, refs: list[str]) -> str:
    shown = ", ".join(filter(None, refs[:_MOST_PLACES]))
    more = f" và {len(refs) - _MOST_PLACES} ô nữa" if len(refs) > _MOST_PLACES else ""
    place = " ".join(filter(None, (sheet and f"«{sheet}»", shown)))
    return f"{place}{more}: " if place else ""


def _print_verdict(report: ImportReport, console: Console) -> None:
    counts = report.counts
    console.print(
        f"\nĐã đọc {counts.read} học sinh: nhận {counts.accepted}, giữ lại {counts.held_back}.",
        style="bold green" if report.clean else "bold",
    )
    if report.clean:
        console.print("Không có lỗi hay cảnh báo nào.")
