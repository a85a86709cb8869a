"""``hocba parent``: a school or the Department attests who is a pupil's parent, or ends that.

Personal IDs come in a file, are asked for, or come on standard input, never as options: the
machine's list of processes and the shell's history would show them.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click

from hocba.adapters import clock
from hocba.project.doubts import tell_doubts
from hocba.project.lists import Row, read_list
from hocba.project.operator import operator
from hocba.public.owners.linking import (
    NewLink,
    doubts_about_links,
    end_link,
    link_parent,
    link_parents,
)
from hocba.public.owners.models import Relation
from hocba.school.imports.text import key

COLUMNS = {
    "child": ("Số định danh học sinh", "Số định danh của học sinh"),
    "parent": ("Số định danh cha mẹ", "Số định danh của cha mẹ, người giám hộ"),
    "name": ("Họ tên cha mẹ", "Họ và tên cha mẹ", "Họ tên cha mẹ, người giám hộ"),
    "relation": ("Quan hệ",),
    "evidence": ("Giấy tờ đã xem", "Giấy tờ"),
}

_RELATIONS = {key(each.label): each for each in Relation} | {each.value: each for each in Relation}
_UNCLEAR = "Không rõ quan hệ; hãy ghi «cha», «mẹ» hoặc «người giám hộ»."

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


@command.command("import", help="Ghi nhận cả danh sách (FILE .xlsx hoặc .csv), hoặc không ai cả.")
@_unit
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi.")
def import_(unit: str, file: Path, dry_run: bool) -> int:
    """Exit code 0 when all were taken (or could be), 1 when a line is doubtful."""
    rows = read_list(file, COLUMNS)
    unclear = [(row.number, _UNCLEAR) for row in rows if _relation(row) is None]
    links = [(row.number, link) for row in rows if (link := _new_link(row))]
    sentences = doubts_about_links([link for _, link in links], unit=unit)
    doubts = [(number, told) for (number, _), told in zip(links, sentences, strict=True) if told]
    if unclear or doubts:
        return tell_doubts(sorted([*unclear, *doubts]))
    if not dry_run:
        link_parents([link for _, link in links], by=operator(), unit=unit, at=clock.now())
    told = "ghi nhận được" if dry_run else "đã ghi nhận"
    click.echo(f"{len(links)} dòng không có gì phải xem lại, {told}.")
    return 0


def _relation(row: Row) -> Relation | None:
    return _RELATIONS.get(key(row.cells["relation"]))


def _new_link(row: Row) -> NewLink | None:
    said, relation = row.cells, _relation(row)
    if relation is None:
        return None
    return NewLink(said["child"], said["parent"], said["name"], relation, said["evidence"])
