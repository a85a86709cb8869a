"""``hocba transfer``: a pupil changes school, and the transcript with them."""

from __future__ import annotations

from collections.abc import Sequence

import click

from hocba.adapters import clock
from hocba.project.operator import operator
from hocba.registry.custody.models import Transfer
from hocba.registry.custody.queries import transfers_of, waiting_for
from hocba.registry.transfer.actions import Transferred, accept, hand_over, withdraw

SOME_WERE_NOT = 1

_codes = click.argument("codes", nargs=-1, required=True, metavar="MÃ_TRA_CỨU…")


@click.group(help="Chuyển trường: chuyển giao, tiếp nhận, rút lại, xem.")
def command() -> None:
    """The group itself does nothing."""


@command.command("hand-over", help="Trường cũ chuyển giao học bạ cho trường mới.")
@click.option("--from", "from_school", required=True, help="Mã trường chuyển.")
@click.option("--to", "to_school", required=True, help="Mã trường nhận.")
@click.option("--reason", required=True, help="Lý do, số giấy chuyển trường.")
@_codes
def hand_over_(from_school: str, to_school: str, reason: str, codes: Sequence[str]) -> int:
    return _tell(
        hand_over(
            codes,
            from_school=from_school,
            to_school=to_school,
            reason=reason,
            actor=operator(),
            at=clock.now(),
        ),
        "Đã chuyển giao",
    )


@command.command("accept", help="Trường mới tiếp nhận học bạ được chuyển giao.")
@click.option("--school", required=True, help="Mã trường nhận.")
@_codes
def accept_(school: str, codes: Sequence[str]) -> int:
    done = accept(codes, school=school, actor=operator(), at=clock.now())
    return _tell(done, "Đã tiếp nhận")


@command.command("withdraw", help="Trường cũ rút lại chuyển giao chưa được tiếp nhận.")
@click.option("--school", required=True, help="Mã trường chuyển.")
@_codes
def withdraw_(school: str, codes: Sequence[str]) -> int:
    done = withdraw(codes, school=school, actor=operator(), at=clock.now())
    return _tell(done, "Đã rút lại")


@command.command("waiting", help="Học bạ đang chờ một trường tiếp nhận.")
@click.argument("school")
def waiting(school: str) -> None:
    for each in waiting_for(school):
        click.echo(_line(each))


@command.command("history", help="Mọi lần chuyển trường của một học bạ.")
@click.argument("code")
def history(code: str) -> None:
    for each in transfers_of(code):
        click.echo(_line(each))


def _tell(transferred: Transferred, what: str) -> int:
    click.echo(f"{what} {len(transferred.done)} học bạ.")
    for code, fault in transferred.refused.items():
        click.echo(f"{code}: {fault.message}", err=True)
    return SOME_WERE_NOT if transferred.refused else 0


def _line(transfer: Transfer) -> str:
    asked = f"{transfer.handed_over_at.astimezone(clock.ZONE):%d/%m/%Y}"
    way = f"{transfer.from_school_id} → {transfer.to_school_id}"
    ending = transfer.get_ending_display() or "đang chờ tiếp nhận"
    return "\t".join((transfer.lookup_code, asked, way, ending, transfer.reason))
