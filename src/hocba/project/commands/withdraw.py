"""``hocba withdraw``: take the signatures off pages that must be corrected before they go out."""

from __future__ import annotations

import click

from hocba.adapters import clock
from hocba.school.withdrawing.actions import withdraw


@click.command(
    help="Rút chữ ký của những học bạ chưa nộp hoặc bị trả lại, để sửa dữ liệu rồi ký lại."
)
@click.argument("codes", nargs=-1, required=True, metavar="MÃ_TRA_CỨU…")
@click.option("--school", required=True, help="Mã trường.")
@click.option("--year", required=True, help="Năm học, ví dụ 2023-2024.")
@click.option("--head", required=True, help="Mã hiệu trưởng duyệt, hoặc phó được uỷ quyền.")
@click.option("--reason", required=True, help="Lý do; được giữ mãi.")
@click.confirmation_option(
    prompt="Mọi chữ ký trên những học bạ này sẽ bị bỏ. Rút chữ ký?", help="Không hỏi lại."
)
def command(*, codes: tuple[str, ...], school: str, year: str, head: str, reason: str) -> None:
    """All of them or none."""
    count = withdraw(
        codes, school_code=school, school_year=year, head=head, reason=reason, at=clock.now()
    )
    click.echo(f"Đã rút chữ ký {count} học bạ; sửa bảng tổng hợp rồi chạy «hocba draft», ký lại.")
