"""``hocba follow``: ask the register what became of the school's pages."""

from __future__ import annotations

import click

from hocba.adapters import clock
from hocba.adapters.register import RegisterApi
from hocba.project.register import with_register
from hocba.school.pages.following import follow


@click.command(help="Hỏi Sở: học bạ nào của trường đã chốt, đã thu hồi, đã thay thế; ghi lại.")
@click.option("--school", required=True, help="Mã trường.")
@click.option("--year", required=True, help="Năm học, ví dụ 2023-2024.")
@with_register
def command(*, school: str, year: str, register: RegisterApi) -> None:
    """Again changes nothing."""
    told = register.pages(school, year)
    moved = follow(told, school_code=school, school_year=year, at=clock.now())
    if not moved:
        click.echo("Không có gì thay đổi từ lần trước.")
    for state, count in moved.items():
        click.echo(f"{count} học bạ {state.vietnamese}.")
