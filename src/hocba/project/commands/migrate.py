"""``hocba migrate``: brings the database to this version of the program."""

from __future__ import annotations

import click
from django.core.management import call_command

from hocba.parties.actions import load_units


@click.command(help="Tạo hoặc nâng cấp cơ sở dữ liệu và danh mục đơn vị; chạy lại cũng được.")
def command() -> None:
    """Apply what migrations are missing, and bring the units up to date."""
    call_command("migrate", interactive=False, verbosity=0)
    click.echo(f"Cơ sở dữ liệu đã sẵn sàng, có {load_units()} đơn vị.")
