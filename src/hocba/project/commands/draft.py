"""``hocba draft``: the pupils of a checked workbook become drafts, to be signed."""

from __future__ import annotations

from pathlib import Path

import click

from hocba.adapters import clock
from hocba.core.errors import InputError
from hocba.parties.models import Unit
from hocba.parties.queries import find_school, units_by_code
from hocba.project.files import read_file
from hocba.project.operator import operator
from hocba.project.workbooks import with_title
from hocba.school.imports import ImportReport, check_workbook, title_of
from hocba.school.imports.archive import MAX_FILE
from hocba.school.pages.drafting import Replacing
from hocba.school.workbooks.drafts import Drafted, draft

SOME_WERE_NOT = 1


@click.command(
    help="Lập học bạ nháp từ bảng tổng hợp của một lớp (FILE .xlsx); chạy lại để sửa theo bảng mới."
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--school", default="", help="Mã trường; thiếu thì tìm theo tên trường trong tệp.")
@click.option(
    "--replace",
    "reason",
    metavar="LÝ_DO",
    help="Học bạ Sở đã tiếp nhận mà nay khác thì lập bản thay thế; lý do được giữ mãi.",
)
@with_title
def command(
    *,
    file: Path,
    school: str,
    reason: str | None,
    grade: int | None,
    class_name: str | None,
    school_year: str | None,
) -> int:
    """Exit code 0 when every pupil has a page as the workbook says, 1 when some have not."""
    report = check_workbook(
        read_file(file, MAX_FILE), grade=grade, class_name=class_name, school_year=school_year
    )
    replacing = None if reason is None else Replacing(operator(), reason)
    drafted = draft(report, [_school(report, school)], replacing, at=clock.now())
    click.echo(title_of(report))
    return _told(report, drafted)


def _school(report: ImportReport, code: str) -> Unit:
    if not code:
        return find_school(report.school_name)
    found = units_by_code({code}).get(code)
    if found is None:
        raise InputError(f"Mã trường {code} không có trong danh mục.")
    return found


def _told(report: ImportReport, drafted: Drafted) -> int:
    done = drafted.report
    click.echo(
        f"Học bạ nháp: {done.created} lập mới ({done.replacing} để thay thế), "
        f"{done.rewritten} sửa lại, {done.unchanged} không đổi."
    )
    for pupil, reason in drafted.refused:
        click.echo(f"{pupil}: {reason}", err=True)
    if report.counts.held_back:
        click.echo(
            f"{report.counts.held_back} học sinh bị giữ lại vì dữ liệu còn lỗi; xem bằng "
            "«hocba check».",
            err=True,
        )
    return SOME_WERE_NOT if drafted.refused or report.counts.held_back else 0
