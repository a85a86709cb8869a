"""``hocba lock``: what the calendar says is due. Earlier only by a school's signed order."""

from __future__ import annotations

import click

from hocba.adapters import clock
from hocba.project.operator import operator
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.locking.actions import lock_due


@click.command(
    help="Chốt học bạ đã hết hạn nộp. Chốt sớm thì cần đề nghị đã ký của trường: hocba order take."
)
def command() -> int:
    """A locked page stays as it is for ever: there is no way back."""
    locked = lock_due(at=clock.now(), signer=ledger_signer(), actor=operator())
    for school_year, pages in locked.items():
        click.echo(f"Năm học {school_year}: đã chốt {pages} học bạ.")
    if not locked:
        click.echo("Không có học bạ nào đến hạn chốt.")
    return 0
