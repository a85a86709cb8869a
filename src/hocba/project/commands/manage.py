"""``hocba manage``: Django's own commands."""

from __future__ import annotations

import click
from django.core.management import execute_from_command_line


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    add_help_option=False,
    help="Chạy một lệnh quản trị của Django, ví dụ «hocba manage check --deploy».",
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[LỆNH …]")
def command(words: tuple[str, ...]) -> None:
    """Hand the words over as they are."""
    execute_from_command_line(["hocba manage", *words])
