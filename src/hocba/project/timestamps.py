"""Which authority stamps, as the command line or else the settings name it."""

from __future__ import annotations

import click
from django.conf import settings

from hocba.adapters.timestamping import TimestampAuthority

with_timestamps = click.option(
    "--timestamps",
    default="",
    help="Địa chỉ dịch vụ dấu thời gian (RFC 3161); thiếu thì lấy HOCBA_TIMESTAMPS.",
)


def chosen_authority(url: str) -> TimestampAuthority | None:
    """The authority at ``url``, else the one of the settings, which may name none."""
    address = url or settings.HOCBA_TIMESTAMPS
    return TimestampAuthority(address) if address else None
