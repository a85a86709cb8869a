"""``hocba substitute``: record who signs in whose place, from when to when, by which decision."""

from __future__ import annotations

import click

from hocba.core.lifecycle import Role
from hocba.parties.models import PERSONAL_ROLES
from hocba.parties.substitutions import NewSubstitution, substitute
from hocba.project.days import day


@click.command(help="Ghi nhận uỷ quyền của hiệu trưởng, hoặc hiệu trưởng ký thay giáo viên.")
@click.option("--school", required=True, help="Mã trường.")
@click.option("--person", required=True, help="Mã người ký thay.")
@click.option("--for", "in_place_of", required=True, help="Mã người được ký thay.")
@click.option("--role", type=click.Choice(PERSONAL_ROLES), required=True, help="Vai trò ký.")
@click.option("--from", "begins", required=True, help="Ngày đầu, ví dụ 2024-05-15.")
@click.option("--to", "ends", required=True, help="Ngày cuối, trong vòng một năm.")
@click.option("--decision", required=True, help="Số quyết định hoặc giấy uỷ quyền.")
def command(
    *,
    school: str,
    person: str,
    in_place_of: str,
    role: str,
    begins: str,
    ends: str,
    decision: str,
) -> None:
    """Recording the same again changes nothing; an earlier last day shortens it."""
    substitute(
        NewSubstitution(person, school, Role(role), in_place_of, day(begins), day(ends), decision)
    )
    click.echo(f"Đã ghi: {person} ký thay {in_place_of} từ {begins} đến {ends}.")
