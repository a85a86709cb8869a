"""``hocba export``: a signed page out of the register, with all that proves it for decades."""

from __future__ import annotations

from pathlib import Path

import click

from hocba.adapters import clock
from hocba.adapters.whole_file import write_whole
from hocba.core.errors import InputError
from hocba.project.looking import log_look
from hocba.public.lookup.codes import read_code
from hocba.public.lookup.models import Asked
from hocba.public.portal.trusted import trusted
from hocba.registry.evidence.exporting import long_term
from hocba.registry.intake.queries import current_page

FOUND, NOT_FOUND = 0, 1


@click.command(
    help="Xuất trang học bạ đã kí của mã CODE kèm chứng thư số, trả lời thu hồi và dấu thời gian "
    "đã lưu khi tiếp nhận, để còn kiểm tra được khi mọi chứng thư đã hết hạn."
)
@click.argument("code")
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--year", required=True, help="Năm học; ví dụ 2023-2024.")
def command(code: str, output: Path, year: str) -> int:
    """Write the page; the exit code is 0 found, 1 not found, 2 could not."""
    lookup_code = read_code(code)
    if lookup_code is None:
        raise InputError("Mã tra cứu gồm 32 kí tự, chỉ có chữ số và các chữ từ a đến f.")
    page = current_page(lookup_code, year)
    log_look(lookup_code, Asked.TRANSCRIPT, shown=page is not None)
    if page is None:
        click.echo(f"Không có học bạ nào của mã này trong năm học {year}.")
        return NOT_FOUND
    packet = bytes(page.packet.sha256)
    content = long_term(bytes(page.content), packet, trust=trusted(), at=clock.now())
    write_whole(output, content)
    click.echo(f"Đã xuất trang học bạ kèm bằng chứng: {output}")
    return FOUND
