"""``hocba migrate``: brings the database to this version of the program."""

from __future__ import annotations

import click
from django.core.management import call_command


@click.command(help="Tạo hoặc nâng cấp cơ sở dữ liệu; chạy lại bao nhiêu lần cũng được.")
def command() -> None:
    """Apply what migrations are missing."""
    call_command("migrate", interactive=False, verbosity=0)
    click.echo("Cơ sở dữ liệu đã sẵn sàng.")
