"""``hocba tiles``: the ledger as static files that anyone may mirror."""

from __future__ import annotations

from pathlib import Path

import click

from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.ledger.tiles import publish


@click.command(
    help="Ghi sổ cái thành các tệp tĩnh (tlog-tiles) vào thư mục DIRECTORY để ai cũng sao chép"
    " được; chạy lại thì chỉ ghi phần mới."
)
@click.argument("directory", type=click.Path(path_type=Path))
def command(directory: Path) -> None:
    """Exit code 2 when what was published before is no beginning of this ledger."""
    count = publish(directory, ledger_signer().verifier)
    click.echo(f"Đã ghi {count} tệp mới vào {directory}")
