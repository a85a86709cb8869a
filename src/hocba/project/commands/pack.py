"""``hocba pack``: a class's issued pages in one packet, sealed with a file, token or service."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import click

from hocba.adapters import clock
from hocba.adapters.keys import Device
from hocba.adapters.whole_file import write_whole
from hocba.core.record import ClassYear
from hocba.project.devices import Choice, opened, with_device
from hocba.school.pages.models import PageVersion, SentPacket
from hocba.school.pages.packing import (
    class_to_pack,
    complete,
    prepare,
    to_sign,
    unanswered,
)
from hocba.school.windows.queries import notices_of


@click.command(
    help="Đóng những học bạ đã phát hành của một lớp thành gói tin, ký bằng con dấu số của trường."
)
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--school", required=True, help="Mã trường.")
@click.option("--year", required=True, help="Năm học, ví dụ 2023-2024.")
@click.option("--class", "class_name", required=True, help="Tên lớp.")
@with_device
def command(*, output: Path, school: str, year: str, class_name: str, device: Choice) -> int:
    """Exit code 0, also when nothing waits. A packet without a receipt is written out again."""
    pages = PageVersion.objects.filter(school_code=school, school_year=year, class_name=class_name)
    class_year = class_to_pack(pages)
    if class_year is None:
        return _again(school, year, class_name, output)
    for notice in notices_of(year, at=clock.now()):
        click.echo(notice)
    with opened(device) as seal:
        packet = _sealed(class_year, seal)
    return _written(packet, output) if packet else _again(school, year, class_name, output)


def _sealed(class_year: ClassYear, seal: Device) -> SentPacket | None:
    """No transaction is open while the device signs: a phone may take its time."""
    packing = prepare(class_year, seal, packet_id=uuid4(), at=clock.now())
    if packing is None:
        return None
    (value,) = seal.sign_all([to_sign(packing)])
    return complete(packing.packet_id, value, at=clock.now())


def _again(school: str, year: str, class_name: str, output: Path) -> int:
    sent = [
        packet
        for packet in unanswered(school)
        if (packet.school_year, packet.class_name) == (year, class_name)
    ]
    if sent:
        return _written(sent[-1], output)
    click.echo("Không có học bạ nào chờ đóng gói.")
    return 0


def _written(packet: SentPacket, output: Path) -> int:
    write_whole(output, bytes(packet.content))
    click.echo(f"Gói tin {packet.packet_id} có {packet.versions.count()} học bạ: {output}")
    return 0
