"""``hocba order``: what a school wants of its pages, signed; and, at the register, done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID, uuid4

import click

from hocba.adapters import clock
from hocba.adapters.register import RegisterApi
from hocba.adapters.whole_file import write_whole
from hocba.core.packet import Deed, read_order
from hocba.core.packet.limits import MAX_BYTES
from hocba.project.devices import Choice, opened, with_device
from hocba.project.files import read_file
from hocba.project.operator import operator
from hocba.project.register import with_register
from hocba.registry.intake.office import own_conditions
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.orders.carrying_out import Act, carry_out
from hocba.registry.orders.hearing import hear
from hocba.school.pages.following import follow_order
from hocba.school.pages.ordering import Wish, seal, write

SOME_WERE_NOT = 1

_output = click.argument("output", type=click.Path(path_type=Path))
_school = click.option("--school", required=True, help="Mã trường.")
_year = click.option("--year", required=True, help="Năm học, ví dụ 2023-2024.")
_reason = click.option("--reason", required=True, help="Lý do; được giữ mãi.")
_codes = click.argument("codes", nargs=-1, required=True, metavar="MÃ_TRA_CỨU…")


@click.group(
    help="Đề nghị của trường, ký bằng con dấu số: thu hồi, chốt sớm, nộp muộn, chuyển trường."
)
def command() -> None:
    """The group itself does nothing."""


@command.command("recall", help="Thu hồi học bạ Sở đã tiếp nhận, chưa chốt.")
@_output
@_codes
@_school
@_year
@_reason
@with_device
def recall(
    *, output: Path, codes: tuple[str, ...], school: str, year: str, reason: str, device: Choice
) -> int:
    wish = Wish(Deed.RECALL, school, reason, school_year=year, lookup_codes=codes)
    return _signed(wish, output, device)


@command.command("lock", help="Chốt sớm học bạ Sở đã tiếp nhận.")
@_output
@_codes
@_school
@_year
@_reason
@with_device
def lock(
    *, output: Path, codes: tuple[str, ...], school: str, year: str, reason: str, device: Choice
) -> int:
    wish = Wish(Deed.LOCK, school, reason, school_year=year, lookup_codes=codes)
    return _signed(wish, output, device)


@command.command("late", help="Đề nghị nộp muộn cho những học sinh nêu đích danh.")
@_output
@click.argument("personal_ids", nargs=-1, required=True, metavar="SỐ_ĐỊNH_DANH…")
@_school
@_year
@_reason
@with_device
def late(
    *,
    output: Path,
    personal_ids: tuple[str, ...],
    school: str,
    year: str,
    reason: str,
    device: Choice,
) -> int:
    wish = Wish(Deed.REPORT_LATE, school, reason, school_year=year, personal_ids=personal_ids)
    return _signed(wish, output, device)


@command.command("hand-over", help="Chuyển giao học bạ cho trường mới của học sinh.")
@_output
@_codes
@_school
@click.option("--to", "to_school", required=True, help="Mã trường nhận.")
@_reason
@with_device
def hand_over(
    *,
    output: Path,
    codes: tuple[str, ...],
    school: str,
    to_school: str,
    reason: str,
    device: Choice,
) -> int:
    wish = Wish(Deed.HAND_OVER, school, reason, to_school=to_school, lookup_codes=codes)
    return _signed(wish, output, device)


@command.command("accept", help="Tiếp nhận học bạ được trường cũ chuyển giao.")
@_output
@_codes
@_school
@_reason
@with_device
def accept(
    *, output: Path, codes: tuple[str, ...], school: str, reason: str, device: Choice
) -> int:
    return _signed(Wish(Deed.TAKE_IN, school, reason, lookup_codes=codes), output, device)


@command.command("withdraw", help="Rút lại chuyển giao chưa được tiếp nhận.")
@_output
@_codes
@_school
@_reason
@with_device
def withdraw(
    *, output: Path, codes: tuple[str, ...], school: str, reason: str, device: Choice
) -> int:
    return _signed(Wish(Deed.TAKE_BACK, school, reason, lookup_codes=codes), output, device)


@command.command("send", help="Gửi Sở một đề nghị đã ký; Sở làm ngay và trả lời từng học bạ.")
@click.argument("file", type=click.Path(path_type=Path))
@with_register
def send(*, file: Path, register: RegisterApi) -> int:
    """The exit code is 1 when something was refused. Sent again, it gets the same answer."""
    data = read_file(file, MAX_BYTES)
    order = read_order(data)
    answer = register.carry_out(data, UUID(order.order_id))
    follow_order(order, answer.done, at=clock.now())
    return _told(order.deed, len(answer.done) + len(answer.requests), answer.refused)


@command.command("take", help="Ở Sở: thực hiện một đề nghị đã ký mà trường gửi bằng tệp.")
@click.argument("file", type=click.Path(path_type=Path))
def take(file: Path) -> int:
    """As by the API; the exit code is 1 when something of it could not be done."""
    at = clock.now()
    heard = hear(read_file(file, MAX_BYTES), own_conditions(), at)
    outcome = carry_out(heard, Act(operator(), at, ledger_signer))
    refused = {code: fault.message for code, fault in outcome.refused.items()}
    return _told(heard.order.deed, len(outcome.done) + len(outcome.requests), refused)


def _told(deed: Deed, done: int, refused: Mapping[str, str]) -> int:
    click.echo(f"{deed.vietnamese.capitalize()}: {done} xong.")
    for code, why in refused.items():
        click.echo(f"{code}: {why}", err=True)
    return SOME_WERE_NOT if refused else 0


def _signed(wish: Wish, output: Path, device: Choice) -> int:
    """No transaction is open while the device signs: a phone may take its time."""
    at = clock.now()
    order = write(wish, order_id=uuid4(), at=at)
    with opened(device) as key:
        write_whole(output, seal(order, key, at=at))
    click.echo(f"Đề nghị {wish.deed.vietnamese} đã ký: {output}")
    return 0
