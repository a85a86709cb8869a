"""``hocba late``: requests to report after the window, and the Department's answers."""

from __future__ import annotations

import click

from hocba.adapters import clock
from hocba.project.days import day
from hocba.project.operator import operator
from hocba.registry.late.asking import LateCase, ask
from hocba.registry.late.deciding import grant, refuse
from hocba.registry.late.models import LateRequest
from hocba.registry.late.queries import cases_of


@click.group(help="Nộp muộn có lý do chính đáng: đề nghị, cho phép, từ chối, liệt kê.")
def command() -> None:
    """The group itself does nothing."""


@command.command("ask", help="Ghi đề nghị của trường cho những học sinh nêu đích danh.")
@click.option("--school", required=True, help="Mã trường.")
@click.option("--year", required=True, help="Năm học, ví dụ 2023-2024.")
@click.option("--reason", required=True, help="Lý do.")
@click.argument("personal_ids", nargs=-1, required=True)
def ask_late(school: str, year: str, reason: str, personal_ids: tuple[str, ...]) -> None:
    new = ask(LateCase(school, year, personal_ids, reason), actor=operator(), at=clock.now())
    for request in new:
        click.echo(f"Đề nghị số {request.pk}")
    if len(new) < len(personal_ids):
        click.echo(f"{len(personal_ids) - len(new)} học sinh đã có đề nghị đang chờ.", err=True)


@command.command("grant", help="Cho phép nộp muộn đến hết một ngày.")
@click.option("--until", required=True, help="Ngày cuối, ví dụ 2024-07-15.")
@click.option("--note", required=True, help="Căn cứ, số văn bản.")
@click.argument("requests", nargs=-1, type=int, required=True)
def grant_late(until: str, note: str, requests: tuple[int, ...]) -> None:
    grant(requests, until=day(until), note=note, actor=operator(), at=clock.now())
    click.echo(f"Đã cho phép {len(set(requests))} đề nghị.")


@command.command("refuse", help="Từ chối đề nghị nộp muộn.")
@click.option("--note", required=True, help="Lý do từ chối.")
@click.argument("requests", nargs=-1, type=int, required=True)
def refuse_late(note: str, requests: tuple[int, ...]) -> None:
    refuse(requests, note=note, actor=operator(), at=clock.now())
    click.echo(f"Đã từ chối {len(set(requests))} đề nghị.")


@command.command("list", help="Liệt kê mọi trường hợp nộp muộn của một năm học.")
@click.argument("year")
def list_late(year: str) -> None:
    for request in cases_of(year):
        asked = f"{request.requested_at.astimezone(clock.ZONE):%d/%m/%Y}"
        words = (str(request.pk), request.school_id, asked, request.reason, _answer(request))
        click.echo("\t".join(words))


def _answer(request: LateRequest) -> str:
    decision = getattr(request, "decision", None)
    if decision is None:
        return "đang chờ trả lời"
    if decision.until is None:
        return f"từ chối: {decision.note}"
    return f"cho phép đến {decision.until:%d/%m/%Y}: {decision.note}"
