"""``hocba receipt``: the register's answer to a packet, verified and written to its pages."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings

from hocba.adapters import clock
from hocba.adapters.trust import load_trust
from hocba.core.packet.limits import MAX_BYTES
from hocba.project.files import read_file
from hocba.school.pages.models import SentPacket
from hocba.school.pages.receipts import outcomes, take_in

SOME_RETURNED = 1


@click.command(
    help="Nhận biên nhận của Sở (FILE): kiểm tra chữ ký của Sở, ghi kết quả từng học bạ."
)
@click.argument("file", type=click.Path(path_type=Path))
def command(*, file: Path) -> int:
    """Exit code 0 when every page was accepted, 1 when some were returned, 2 when it is none."""
    packet, answer = take_in(
        read_file(file, MAX_BYTES), trust=load_trust(settings.HOCBA_TRUST), at=clock.now()
    )
    tell(packet, accepted=answer.accepted, returned=len(answer.returned))
    return SOME_RETURNED if answer.returned else 0


def tell(packet: SentPacket, *, accepted: int, returned: int) -> None:
    """How many pages were accepted, and of each that was returned why."""
    click.echo(
        f"Gói tin {packet.packet_id}, lớp {packet.class_name} năm học {packet.school_year}: "
        f"Sở tiếp nhận {accepted} học bạ, trả lại {returned}."
    )
    for outcome in outcomes(packet):
        for reason in outcome.reasons:
            click.echo(f"  {outcome.pupil} ({outcome.lookup_code}): {reason}")
    if returned:
        click.echo("Hãy sửa những học bạ bị trả lại, ký lại và đóng gói lại.")
