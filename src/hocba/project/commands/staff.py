"""``hocba staff``: who works where as what, and by which personal ID they sign in.

Personal IDs come in a file, are asked for, or come on standard input, never as an option: the
machine's list of processes and the shell's history would show them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from hocba.adapters import clock
from hocba.parties.models import StaffAct, StaffEntry
from hocba.parties.staffing.importing import import_staff, sign_in_as
from hocba.project.doubts import tell_doubts
from hocba.project.operator import operator
from hocba.project.staff_lists import read_staff

_ASK = "Số định danh cá nhân (để trống là thôi)"


@click.group(help="Nhân sự: phân công, thôi phân công, số định danh để đăng nhập.")
def command() -> None:
    """The group itself does nothing."""


@command.command("import", help="Ghi cả danh sách (FILE .xlsx hoặc .csv), hoặc không gì cả.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi.")
@click.option("--rename", is_flag=True, help="Nhận cả họ tên khác với họ tên đang ghi.")
def import_(file: Path, dry_run: bool, rename: bool) -> int:
    """Exit code 0 when all was taken (or could be), 1 when a line is doubtful."""
    rows, unread = read_staff(file)
    try_only = dry_run or bool(unread)
    outcome = import_staff(rows, by=operator(), at=clock.now(), rename=rename, try_only=try_only)
    if unread or outcome.doubts:
        return tell_doubts(sorted([*unread, *outcome.doubts]))
    _tell(len(rows), outcome.entries, dry_run=dry_run)
    return 0


@command.command("id", help="Ghi số định danh mà một người dùng để đăng nhập.")
@click.argument("code", metavar="MÃ_NHÂN_SỰ")
def known_as(code: str) -> None:
    """An empty number takes the way in away again."""
    number = click.prompt(_ASK, default="", show_default=False)
    sign_in_as(code, number, by=operator(), at=clock.now())
    click.echo(f"Đã ghi cho {code}." if number else f"{code} không đăng nhập được nữa.")


def _tell(count: int, entries: Iterable[StaffEntry], *, dry_run: bool) -> None:
    """Counts alone: a terminal is no place for names."""
    acts = Counter(entry.act for entry in entries)
    done = ", ".join(f"{StaffAct(act).label} {number}" for act, number in sorted(acts.items()))
    how = "Sẽ thay đổi" if dry_run else "Đã thay đổi"
    click.echo(f"{count} dòng không có gì phải xem lại. {how}: {done or 'không có gì'}.")
