"""``hocba parent``: a school or the Department attests who is a pupil's parent, or ends that.

Personal IDs are asked for, or come on standard input, never as options: the machine's list of
processes and the shell's history would show them.
"""

from __future__ import annotations

from uuid import UUID

import click

from hocba.adapters import clock
from hocba.project.operator import operator
from hocba.public.owners.linking import NewLink, end_link, link_parent
from hocba.public.owners.models import Relation

_unit = click.option("--unit", required=True, help="Mã trường đang giữ học bạ, hoặc mã Sở.")


@click.group(help="Ghi nhận cha, mẹ, người giám hộ của học sinh.")
def command() -> None:
    """The group itself does nothing."""


@command.command("link", help="Ghi nhận, sau khi đã xem giấy tờ.")
@_unit
@click.option("--relation", type=click.Choice(Relation.values), required=True, help="Quan hệ.")
@click.option("--evidence", required=True, help="Giấy tờ đã xem, ví dụ «Giấy khai sinh số 12».")
def link(unit: str, relation: str, evidence: str) -> None:
    new = NewLink(
        child=click.prompt("Số định danh của học sinh"),
        parent=click.prompt("Số định danh của cha, mẹ, người giám hộ"),
        parent_name=click.prompt("Họ tên của người đó"),
        relation=Relation(relation),
        evidence=evidence,
    )
    made = link_parent(new, by=operator(), unit=unit, at=clock.now())
    click.echo(f"Đã ghi nhận, số liên kết {made.pk}.")


@command.command("end", help="Kết thúc một ghi nhận.")
@_unit
@click.option("--reason", required=True, help="Lý do, số quyết định.")
@click.argument("number", type=click.UUID, metavar="SỐ_LIÊN_KẾT")
def end(unit: str, reason: str, number: UUID) -> None:
    end_link(number, by=operator(), unit=unit, reason=reason, at=clock.now())
    click.echo("Đã kết thúc.")
