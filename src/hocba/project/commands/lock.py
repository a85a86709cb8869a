"""``hocba lock``: what the calendar says is due; or named pages, at their school's wish."""

from __future__ import annotations

from collections.abc import Sequence

import click

from hocba.adapters import clock
from hocba.core.errors import InputError
from hocba.project.operator import operator
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.locking.actions import LockReport, lock, lock_due

SOME_WERE_NOT = 1


@click.command(help="Chốt học bạ đã hết hạn nộp; hoặc những học bạ mà một trường đề nghị chốt sớm.")
@click.option("--school", default="", help="Mã trường đề nghị chốt sớm.")
@click.option("--year", default="", help="Năm học của những học bạ chốt sớm.")
@click.argument("codes", nargs=-1, metavar="[MÃ_TRA_CỨU…]")
def command(school: str, year: str, codes: Sequence[str]) -> int:
    """A locked page stays as it is for ever: there is no way back."""
    at, signer = clock.now(), ledger_signer()
    if not codes:
        return _tell_due(lock_due(at=at, signer=signer, actor=operator()))
    if not (school and year):
        raise InputError("Chốt sớm phải nêu trường và năm học: --school và --year.")
    wish = lock(
        school_year=year,
        at=at,
        signer=signer,
        actor=operator(),
        lookup_codes=codes,
        school_code=school,
    )
    return _tell_wish(wish)


def _tell_due(locked: dict[str, int]) -> int:
    for school_year, pages in locked.items():
        click.echo(f"Năm học {school_year}: đã chốt {pages} học bạ.")
    if not locked:
        click.echo("Không có học bạ nào đến hạn chốt.")
    return 0


def _tell_wish(report: LockReport) -> int:
    click.echo(f"Đã chốt {len(report.locked)} học bạ.")
    for code in report.absent:
        click.echo(f"{code}: trường không có học bạ này ở Sở.", err=True)
    return SOME_WERE_NOT if report.absent else 0
