"""``hocba staff``: record by which personal ID somebody of the staff signs in.

The ID is asked for, or comes on standard input, never as an option: the machine's list of
processes and the shell's history would show it.
"""

from __future__ import annotations

import click

from hocba.parties.actions import Employee, know_as

_ASK = "Số định danh cá nhân (để trống là thôi)"


@click.command(help="Ghi số định danh mà một người của nhà trường dùng để đăng nhập.")
@click.argument("code", metavar="MÃ_NHÂN_SỰ")
def command(code: str) -> None:
    """An empty number takes the way in away again."""
    number = click.prompt(_ASK, default="", show_default=False)
    know_as([Employee(code, "", number)])
    click.echo(f"Đã ghi cho {code}." if number else f"{code} không đăng nhập được nữa.")
