"""``hocba calendar``: the windows of a school year: told, set, and fetched by a school."""

from __future__ import annotations

import click

from hocba.adapters import clock
from hocba.adapters.register import RegisterApi
from hocba.core.errors import InputError
from hocba.project.days import day
from hocba.project.operator import operator
from hocba.project.register import with_register
from hocba.registry.intake.calendars import set_calendar
from hocba.registry.intake.models import Calendar
from hocba.registry.intake.window import notices
from hocba.school.windows.learning import learn
from hocba.school.windows.queries import notices_of


@click.group(help="Các hạn nộp học bạ của một năm học: xem, đặt, hỏi Sở.")
def command() -> None:
    """The group itself does nothing."""


@command.command("show", help="Xem các hạn và thời gian còn lại.")
@click.argument("year")
def show(year: str) -> None:
    calendar = Calendar.objects.filter(pk=year).first()
    if calendar is None:
        raise InputError(f"Năm học {year} chưa có lịch; hãy dùng «hocba calendar set».")
    for notice in notices(calendar, clock.now()):
        click.echo(notice)
    for number, last_day in enumerate(
        (calendar.ministry_first_until, calendar.ministry_second_until), start=1
    ):
        click.echo(f"Sở báo cáo Bộ đợt {number}: hạn {last_day:%d/%m/%Y}.")


@command.command("set", help="Đặt bốn hạn của một năm học; mỗi ngày là ngày cuối.")
@click.argument("year")
@click.option("--completed", required=True, help="Trường nộp, ví dụ 2025-06-30.")
@click.option("--ministry-first", required=True, help="Sở báo cáo Bộ đợt một.")
@click.option("--reassessed", required=True, help="Trường nộp sau đánh giá bổ sung.")
@click.option("--ministry-second", required=True, help="Sở báo cáo Bộ đợt hai.")
def set_(
    year: str, completed: str, ministry_first: str, reassessed: str, ministry_second: str
) -> None:
    calendar = Calendar(
        school_year=year,
        completed_until=day(completed),
        ministry_first_until=day(ministry_first),
        reassessed_until=day(reassessed),
        ministry_second_until=day(ministry_second),
    )
    at = clock.now()
    set_calendar(calendar, actor=operator(), at=at)
    learn(year, calendar.completed_until, calendar.reassessed_until, at=at)
    click.echo(f"Đã đặt lịch năm học {year}.")


@command.command("fetch", help="Ở trường: hỏi Sở các hạn của năm học, để được nhắc khi ký và nộp.")
@click.argument("year")
@with_register
def fetch(*, year: str, register: RegisterApi) -> None:
    at = clock.now()
    told = register.windows(year)
    learn(year, told.completed_until, told.reassessed_until, at=at)
    for notice in notices_of(year, at=at):
        click.echo(notice)
