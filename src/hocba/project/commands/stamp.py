"""``hocba stamp``: a timestamp for each signed head of the ledger that has none yet."""

from __future__ import annotations

import click
from django.conf import settings

from hocba.adapters import clock
from hocba.adapters.timestamping import TimestampAuthority
from hocba.core.errors import InputError
from hocba.registry.ledger.stamping import stamp_heads


@click.command(
    help="Xin dấu thời gian (RFC 3161) cho những đầu sổ cái chưa có; chạy định kì, chạy lại được."
)
def command() -> None:
    """Stamp what waits; the exit code is 2 when the authority is away."""
    if not settings.HOCBA_TIMESTAMPS:
        raise InputError("Chưa có HOCBA_TIMESTAMPS: địa chỉ dịch vụ dấu thời gian.")
    stamped = stamp_heads(TimestampAuthority(settings.HOCBA_TIMESTAMPS), clock.now)
    click.echo(f"Đã đóng dấu thời gian {stamped} đầu sổ cái.")
