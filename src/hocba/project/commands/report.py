"""``hocba report``: report locked pages to the Ministry until every page has its receipt."""

from __future__ import annotations

import click
from rich.console import Console

from hocba.adapters import clock
from hocba.core.packet import Standing
from hocba.project.demonstration.steps import Steps
from hocba.registry.intake.models import Calendar
from hocba.registry.reporting import queries
from hocba.registry.reporting.actions import Progress
from hocba.registry.reporting.own import own_reporter
from hocba.registry.reporting.queries import Standings
from hocba.registry.reporting.windows import warnings

DONE, NOT_ALL, AWAY = 0, 1, 2


@click.command(
    help="Báo cáo Bộ những học bạ đã chốt chưa có biên nhận; chạy lại bao nhiêu cũng được."
)
@click.option("--again", is_flag=True, help="Gửi lại cả những học bạ Bộ đã trả lại.")
@click.option("--now", is_flag=True, help="Gửi ngay, không đợi hết thời gian giãn cách.")
def command(again: bool, now: bool) -> int:
    """Exit code 0 when every locked page has its receipt, 1 when not, 2 for a Ministry away."""
    waiting = queries.standings().unanswered
    console = Console(stderr=True)
    with Steps(console) as steps, steps.step("Báo cáo Bộ, nhận biên nhận", waiting) as advance:
        progress = own_reporter(advance).report(again=again, now=now)
    standings = queries.standings()
    _tell(progress, standings)
    if progress.away:
        return AWAY
    return DONE if standings.held + standings.superseded == standings.total else NOT_ALL


def _tell(progress: Progress, standings: Standings) -> None:
    sent = progress.pages
    click.echo(
        f"Bộ vừa tiếp nhận {sent[Standing.HELD]} học bạ,"
        f" bỏ qua {sent[Standing.SUPERSEDED]}, trả lại {sent[Standing.RETURNED]}."
    )
    for failure in dict.fromkeys(progress.failures):
        click.echo(f"- {failure}")
    at = clock.now()
    until = queries.spared_until(at)
    if until is not None:
        click.echo(f"Lần gửi sau không sớm hơn {until.astimezone(clock.ZONE):%H:%M:%S %d/%m/%Y}.")
    click.echo(
        f"Có biên nhận của Bộ: {standings.held}/{standings.total} học bạ đã chốt;"
        f" đang gửi {standings.sent}, chờ gửi {standings.waiting}, bị trả lại {standings.returned}."
    )
    for calendar in Calendar.objects.order_by("school_year"):
        for sentence in warnings(calendar, queries.unreported(calendar), at):
            click.echo(sentence)
