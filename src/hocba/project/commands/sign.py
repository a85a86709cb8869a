"""``hocba sign``: sign those pages of a class whose turn it is, with a file, token or service."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import Console

from hocba.adapters import clock
from hocba.adapters.keys import Device
from hocba.core.lifecycle import SIGNING_ORDER, Role
from hocba.project.commands.stamp import stamp_what_waits
from hocba.project.demonstration.steps import Steps
from hocba.project.devices import Choice, opened, with_device
from hocba.project.timestamps import chosen_authority, with_timestamps
from hocba.school.pages.models import PageVersion
from hocba.school.signing.actions import sign_pages
from hocba.school.signing.queries import Progress
from hocba.school.signing.signatory import ClassSigner
from hocba.school.signing.turns import turn_of

FAILED = 1
_ROLES = click.Choice([role.value for role in SIGNING_ORDER])


@click.command(help="Ký những học bạ đã đến lượt của một lớp bằng tệp khoá, thiết bị hoặc dịch vụ.")
@click.option("--school", required=True, help="Mã trường.")
@click.option("--year", required=True, help="Năm học, ví dụ 2023-2024.")
@click.option("--class", "class_name", required=True, help="Tên lớp.")
@click.option("--role", type=_ROLES, required=True, help="Vai trò ký.")
@click.option("--subject", "subjects", multiple=True, help="Mã môn mà GVBM ký; nhiều lần được.")
@click.option("--for", "in_place_of", default="", help="Ký thay người có mã này.")
@with_timestamps
@with_device
def command(
    *,
    school: str,
    year: str,
    class_name: str,
    role: str,
    subjects: tuple[str, ...],
    in_place_of: str,
    timestamps: str,
    device: Choice,
) -> int:
    """Exit code 0 when every page whose turn it is was signed, 1 when some were not.

    A timestamp that could not be had is told and no failure: it may come later.
    """
    chosen = PageVersion.objects.filter(school_code=school, school_year=year, class_name=class_name)
    with opened(device) as key:
        signer = ClassSigner(Role(role), key, frozenset(subjects), in_place_of)
        pages = turn_of(signer, chosen)
        if not pages:
            click.echo("Không có học bạ nào đến lượt ký.")
            return 0
        done = _tell(_sign(pages, signer))
    authority = chosen_authority(timestamps)
    if authority is not None:
        stamp_what_waits(chosen.filter(pk__in=[page.pk for page in pages]), authority)
    return done


def _sign(pages: Sequence[PageVersion], signer: ClassSigner[Device]) -> Progress:
    with Steps(Console(stderr=True)) as steps, steps.step("Ký số", len(pages)) as advance:
        return sign_pages(pages, signer, clock=clock.now, advance=advance)


def _tell(done: Progress) -> int:
    click.echo(f"Đã ký {done.signed} học bạ, chưa ký được {done.failed}.")
    for reason in sorted({fault.reason for fault in done.faults}):
        click.echo(f"- {reason}")
    return FAILED if done.failed else 0
