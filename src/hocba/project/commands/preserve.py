"""``hocba preserve``: the proofs by which a sealed PDF can be verified decades later."""

from __future__ import annotations

from pathlib import Path

import click

from hocba.adapters import clock
from hocba.adapters.pades import Archivist
from hocba.adapters.revocation import Collector
from hocba.adapters.timestamping import TimestampAuthority
from hocba.adapters.trust import load_trust
from hocba.adapters.verifying import OFFICE
from hocba.adapters.whole_file import write_whole
from hocba.core.signature import POLICY


@click.command(
    help="Thêm vào bản in PDF đã đóng dấu (FILE) dấu thời gian và chứng cứ về chứng thư số, "
    "để còn kiểm tra được khi mọi chứng thư đã hết hạn; chạy lại để gia hạn."
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("output", type=click.Path(path_type=Path))
@click.option(
    "--trust",
    required=True,
    type=click.Path(path_type=Path),
    help="Thư mục chứng thư gốc và chứng thư cấp phát tin cậy (PEM hoặc DER).",
)
@click.option("--tsa", required=True, help="Địa chỉ dịch vụ dấu thời gian (RFC 3161).")
@click.option("--issuer", default=OFFICE, help=f"Cơ quan phải đóng dấu bản in PDF; {OFFICE}.")
def command(file: Path, output: Path, trust: Path, tsa: str, issuer: str) -> None:
    """Write OUTPUT, which is FILE at level PAdES B-LTA."""
    archivist = Archivist(
        load_trust(trust), POLICY, issuer, TimestampAuthority(tsa), Collector(clock.now)
    )
    write_whole(output, archivist.preserve(file.read_bytes(), at=clock.now()))
    click.echo(f"Đã ghi bản lưu trữ lâu dài: {output}")
