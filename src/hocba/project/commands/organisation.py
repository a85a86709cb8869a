"""``hocba organisation``: who takes transcripts over, who acts for them, and by which article.

Personal IDs are asked for, or come on standard input, never as options: the machine's list of
processes and the shell's history would show them.
"""

from __future__ import annotations

import click

from hocba.adapters import clock
from hocba.core.record import SchoolLevel
from hocba.project.days import day
from hocba.project.operator import operator
from hocba.public.organisations.actions import (
    NewBasis,
    add_organisation,
    join,
    leave,
    set_basis,
    shorten_basis,
)

_code = click.argument("code", metavar="MÃ_CƠ_QUAN")
_from = click.option("--from", "begins", required=True, help="Ngày đầu, ví dụ 2026-06-01.")
_ID = "Số định danh của người làm việc thay cơ quan"


@click.group(help="Cơ quan nhận học bạ: thêm, người làm thay, căn cứ pháp lý.")
def command() -> None:
    """The group itself does nothing."""


@command.command("add", help="Thêm một cơ quan, hoặc ghi lại tên và phần mềm của nó.")
@_code
@click.option("--name", required=True, help="Tên đầy đủ.")
@click.option("--unit", help="Mã trường trong danh mục, nếu cơ quan là một trường.")
@click.option("--sender", help="Tên bên gửi của mã truy cập (hocba token), nếu dùng phần mềm.")
@_from
def add(code: str, name: str, unit: str | None, sender: str | None, begins: str) -> None:
    add_organisation(code, name=name, unit=unit, sender=sender, begins=day(begins))
    click.echo(f"Đã ghi cơ quan {code}.")


@command.command("member", help="Cho một người làm việc thay cơ quan.")
@_code
@_from
def member(code: str, begins: str) -> None:
    join(code, personal_id=click.prompt(_ID), begins=day(begins))
    click.echo(f"Đã ghi người làm việc thay {code}.")


@command.command("leave", help="Ghi ngày cuối một người làm việc thay cơ quan.")
@_code
@click.option("--to", "ends", required=True, help="Ngày cuối.")
def leave_(code: str, ends: str) -> None:
    leave(code, personal_id=click.prompt(_ID), ends=day(ends))
    click.echo("Đã ghi ngày cuối.")


@command.command("basis", help="Đặt một căn cứ pháp lý.")
@_code
@click.option("--article", required=True, help="Điều khoản.")
@click.option("--purpose", required=True, help="Mục đích, chủ học bạ đọc được.")
@click.option(
    "--level",
    "levels",
    multiple=True,
    required=True,
    type=click.Choice([level.value for level in SchoolLevel]),
    help="Mã cấp học; nhiều lần được.",
)
@click.option("--year", "years", multiple=True, help="Năm học; không ghi là mọi năm.")
@click.option("--pupil", "codes", multiple=True, help="Mã tra cứu; không ghi là ai đưa đủ mã.")
@_from
@click.option("--to", "ends", required=True, help="Ngày cuối.")
def basis(
    code: str,
    article: str,
    purpose: str,
    levels: tuple[str, ...],
    years: tuple[str, ...],
    codes: tuple[str, ...],
    begins: str,
    ends: str,
) -> None:
    new = NewBasis(code, article, purpose, levels, years, codes, day(begins), day(ends))
    number = set_basis(new, by=operator(), at=clock.now())
    click.echo(f"Đã đặt căn cứ số {number}.")


@command.command("end-basis", help="Cho một căn cứ hết hiệu lực sớm hơn.")
@click.argument("number", type=int, metavar="SỐ")
@click.option("--to", "ends", required=True, help="Ngày cuối.")
def end_basis(number: int, ends: str) -> None:
    shorten_basis(number, ends=day(ends))
    click.echo("Đã ghi ngày cuối.")
