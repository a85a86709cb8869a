"""``hocba journal``: who did what, when, from where, in the register."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from pathlib import Path

import click

from hocba.adapters.clock import ZONE
from hocba.adapters.tables import Table, as_csv, as_workbook
from hocba.adapters.whole_file import write_whole
from hocba.core.errors import InputError
from hocba.project.days import day
from hocba.registry.journal.models import JournalEntry
from hocba.registry.journal.queries import Wish, lines

_HEAD = (
    "Lúc",
    "Ai",
    "Việc",
    "Trường",
    "Năm học",
    "Mã tra cứu",
    "Phiên bản",
    "Lý do",
    "Từ đâu",
    "Chi tiết",
)


@click.command(help="Nhật ký của Sở: ai làm gì, lúc nào, từ đâu; liệt kê hoặc xuất ra tệp.")
@click.option("--school", default="", help="Chỉ những việc của trường này.")
@click.option("--year", default="", help="Chỉ năm học này, ví dụ 2023-2024.")
@click.option("--code", default="", help="Chỉ học bạ có mã tra cứu này.")
@click.option("--action", default="", help="Chỉ việc này, ví dụ recall.")
@click.option("--since", default="", help="Từ đầu ngày này, ví dụ 2024-06-30.")
@click.option("--until", default="", help="Đến hết ngày này.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một đối tượng JSON.")
@click.option(
    "--output", type=click.Path(path_type=Path), help="Xuất ra tệp .csv hoặc .xlsx thay vì in."
)
def command(
    *,
    school: str,
    year: str,
    code: str,
    action: str,
    since: str,
    until: str,
    as_json: bool,
    output: Path | None,
) -> None:
    """The oldest line first."""
    wish = Wish(
        school_code=school,
        school_year=year,
        lookup_code=code,
        action=action,
        since=_begin(since),
        until=_end(until),
    )
    if output is not None:
        _write(wish, output)
        return
    for line in lines(wish).iterator():
        click.echo(_as_json(line) if as_json else "\t".join(filter(None, _row(line))))


def _begin(text: str) -> datetime | None:
    return datetime.combine(day(text), time(), ZONE) if text else None


def _end(text: str) -> datetime | None:
    return datetime.combine(day(text) + timedelta(days=1), time(), ZONE) if text else None


def _write(wish: Wish, output: Path) -> None:
    if output.suffix not in (".csv", ".xlsx"):
        raise InputError(f"Tên tệp phải kết thúc bằng .csv hoặc .xlsx, không phải «{output.name}».")
    table = Table("Nhật ký", _HEAD, [_row(line) for line in lines(wish).iterator()])
    content = as_workbook(table) if output.suffix == ".xlsx" else as_csv(table).encode()
    write_whole(output, content)
    click.echo(f"Đã xuất {len(table.rows)} dòng nhật ký: {output}")


def _row(line: JournalEntry) -> tuple[str, ...]:
    return (
        f"{line.at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}",
        line.actor,
        line.action,
        line.school_code,
        line.school_year,
        line.lookup_code,
        "" if line.version is None else str(line.version),
        line.reason,
        _plain(line.origin),
        _plain(line.detail),
    )


def _plain(facts: dict[str, object]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in facts.items())


def _as_json(line: JournalEntry) -> str:
    content = {
        "at": line.at.astimezone(ZONE).isoformat(),
        "actor": line.actor,
        "action": line.action,
        "school_code": line.school_code,
        "school_year": line.school_year,
        "lookup_code": line.lookup_code,
        "version": line.version,
        "reason": line.reason,
        "origin": line.origin,
        "detail": line.detail,
    }
    return json.dumps(content, ensure_ascii=False)
