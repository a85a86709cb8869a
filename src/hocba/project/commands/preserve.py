"""``hocba preserve``: the proofs by which a page or a sealed PDF can be verified decades later."""

from __future__ import annotations

from pathlib import Path

import click

from hocba.adapters import clock
from hocba.adapters.evidence import Keeper
from hocba.adapters.pades import Archivist
from hocba.adapters.revocation import Collector
from hocba.adapters.timestamping import TimestampAuthority
from hocba.adapters.trust import load_trust
from hocba.adapters.verifying import OFFICE, PDF
from hocba.adapters.whole_file import write_whole
from hocba.core.signature import POLICY


@click.command(
    help="Thêm vào trang học bạ đã ký hoặc bản in PDF đã đóng dấu (FILE) dấu thời gian lưu trữ và "
    "chứng cứ về chứng thư số, "
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
    """Write OUTPUT, which is FILE at level PAdES or XAdES B-LTA."""
    store, authority, collector = load_trust(trust), TimestampAuthority(tsa), Collector(clock.now)
    data = file.read_bytes()
    keeper = (
        Archivist(store, POLICY, issuer, authority, collector)
        if data.startswith(PDF)
        else Keeper(store, authority, collector)
    )
    write_whole(output, keeper.preserve(data, at=clock.now()))
    click.echo(f"Đã ghi bản lưu trữ lâu dài: {output}")
