"""``hocba submit``: a school's packets to the register's API, until each has its receipt."""

from __future__ import annotations

import time

import click
from django.conf import settings

from hocba.adapters import clock
from hocba.adapters.register import RegisterApi, Standing
from hocba.adapters.trust import load_trust
from hocba.core.signature import TrustStore
from hocba.project.commands.receipt import SOME_RETURNED, tell
from hocba.project.register import with_register
from hocba.school.pages.models import SentPacket
from hocba.school.pages.packing import unanswered
from hocba.school.pages.receipts import take_in

STILL_WAITING = 2
_PACE = 2.0
"""Seconds between two questions; the register takes a class in within some seconds."""


@click.command(
    help="Nộp Sở những gói tin đã ký của một trường mà chưa có biên nhận, rồi nhận biên nhận. "
    "Chạy lại nhiều lần không sao."
)
@click.option("--school", required=True, help="Mã trường.")
@with_register
@click.option("--wait", default=300, help="Chờ biên nhận tối đa ngần này giây.")
def command(*, school: str, register: RegisterApi, wait: int) -> int:
    """Exit code 0 when every page was accepted, 1 when some came back, 2 while some wait."""
    packets, trust = unanswered(school), load_trust(settings.HOCBA_TRUST)
    if not packets:
        click.echo("Không có gói tin nào chờ biên nhận.")
        return 0
    for packet in packets:
        # Its own id is the call's GUID: whoever calls again, and when, it is the same call.
        register.hand_in(bytes(packet.content), packet.packet_id)
    ends = time.monotonic() + wait
    return max(_answered(packet, register, trust, ends) for packet in packets)


def _answered(packet: SentPacket, api: RegisterApi, trust: TrustStore, ends: float) -> int:
    """The exit code that this packet comes to, its receipt taken in if there is one."""
    standing, sentence = api.state(packet.packet_id)
    while standing is Standing.WAITING and time.monotonic() < ends:
        time.sleep(_PACE)
        standing, sentence = api.state(packet.packet_id)
    if standing is Standing.ANSWERED:
        receipt = api.receipt(packet.packet_id)
        answered, answer = take_in(receipt, trust=trust, at=clock.now())
        tell(answered, accepted=answer.accepted, returned=len(answer.returned))
        return SOME_RETURNED if answer.returned else 0
    return _unanswered(packet, standing, sentence)


def _unanswered(packet: SentPacket, standing: Standing, sentence: str) -> int:
    """Say why, and what to do; the exit code."""
    words = {
        Standing.WAITING: "Sở đã nhận, chưa trả lời; hãy chạy lại sau ít phút.",
        Standing.REFUSED: f"Sở không đọc được: {sentence}",
        Standing.SET_ASIDE: "Sở đang xem xét vì chưa xử lý được; hãy hỏi Sở.",
    }
    click.echo(f"Gói tin {packet.packet_id}, lớp {packet.class_name}: {words[standing]}")
    return SOME_RETURNED if standing is Standing.REFUSED else STILL_WAITING
