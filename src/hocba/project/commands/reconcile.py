"""``hocba reconcile``: this node's ledger against the other's, with every difference by name."""

from __future__ import annotations

import click
from django.conf import settings

from hocba.adapters import clock
from hocba.adapters.mirror import Mirror
from hocba.adapters.node import Node
from hocba.adapters.trust import load_ledger_keys_by_name
from hocba.core.errors import InputError
from hocba.core.reconcile import Difference, Kind
from hocba.registry.reporting.reconciling import (
    LEDGER_PATH,
    Forked,
    Reconciliation,
    reconcile,
)

AGREES, DIFFERS = 0, 1

_KINDS = {
    Kind.MISSING: "bên kia thiếu",
    Kind.SURPLUS: "bên kia thừa",
    Kind.DIFFERENT: "hai bên khác nhau",
}


@click.command(help="Đối soát sổ cái của nút này với sổ cái của nút bên kia.")
@click.option("--with", "address", help="Địa chỉ nút bên kia; của Bộ nếu không ghi.")
@click.option("--peer", default="", help="Tên nút bên kia: bo, hoặc mã Sở.")
@click.option("--limit", default=50, help="Số khác biệt nêu ra nhiều nhất.")
def command(address: str | None, peer: str, limit: int) -> int:
    """Exit code 0 when both agree, 1 when they differ or the other has forked, 2 when unknown."""
    url = address or settings.HOCBA_MINISTRY_URL
    if not url:
        raise InputError("Hãy ghi địa chỉ nút bên kia bằng --with, hoặc đặt HOCBA_MINISTRY_URL.")
    at_ministry = settings.HOCBA_NODE == Node.MINISTRY
    name = peer or ("" if at_ministry else "bo")
    keys = load_ledger_keys_by_name(settings.HOCBA_PEERS).get(name)
    if keys is None:
        raise InputError(f"Chưa có khoá sổ cái của «{name}» trong {settings.HOCBA_PEERS}.")
    mirror = Mirror(f"{url.rstrip('/')}{LEDGER_PATH}")
    try:
        found = reconcile(mirror, keys[0], at=clock.now(), reported_by=name if at_ministry else "")
    except Forked as error:
        click.echo(error.message)
        return DIFFERS
    return _tell(found, limit)


def _tell(found: Reconciliation, limit: int) -> int:
    comparison = found.comparison
    click.echo(
        f"Sổ cái «{found.head.origin}», {found.head.size} mục:"
        f" {comparison.same} học bạ giống nhau, {len(comparison.differences)} khác."
    )
    for difference in comparison.differences[:limit]:
        click.echo(f"- {describe(difference)}")
    if len(comparison.differences) > limit:
        click.echo(f"… và {len(comparison.differences) - limit} khác biệt nữa (--limit).")
    return AGREES if comparison.agrees else DIFFERS


def describe(difference: Difference) -> str:
    """One line for a difference; it names the page as the public ledger does."""
    digest = difference.code_sha256.hex()
    versions = " / ".join(
        ", ".join(f"phiên bản {entry.version}" for entry in side) or "không có"
        for side in (difference.ours, difference.theirs)
    )
    return f"{_KINDS[difference.kind]}: {digest}, năm học {difference.school_year} ({versions})"
