"""``hocba proof``: a locked page's place in the ledger, as a file that anyone can check offline."""

from __future__ import annotations

from pathlib import Path

import click

from hocba.adapters.whole_file import write_whole
from hocba.core.errors import InputError
from hocba.public.lookup.codes import read_code
from hocba.registry.intake.queries import current_page
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.locking.queries import proof_of

FOUND, NOT_FOUND = 0, 1


@click.command(
    help="Ghi chứng minh rằng trang học bạ của mã CODE đã được chốt vào sổ cái, để kiểm tra bằng "
    "«hocba verify --proof» mà không cần mạng."
)
@click.argument("code")
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--year", required=True, help="Năm học; ví dụ 2023-2024.")
def command(code: str, output: Path, year: str) -> int:
    """Write the proof, which holds no personal data; 0 written, 1 not locked, 2 could not."""
    lookup_code = read_code(code)
    if lookup_code is None:
        raise InputError("Mã tra cứu gồm 32 kí tự, chỉ có chữ số và các chữ từ a đến f.")
    page = current_page(lookup_code, year)
    proof = None if page is None else proof_of(page)
    if proof is None:
        click.echo(f"Không có trang học bạ nào của mã này đã chốt trong năm học {year}.")
        return NOT_FOUND
    write_whole(output, proof.data)
    click.echo(f"Đã ghi chứng minh sổ cái: {output}")
    click.echo(f"Khoá công khai của sổ cái: {ledger_signer().verifier}")
    return FOUND
