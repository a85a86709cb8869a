"""``hocba preview``: what the printed form makes of a page, for whoever edits its templates.

Reads a packet or a page from a file; no database, no network, no settings.
"""

from __future__ import annotations

from pathlib import Path

import click

from hocba.adapters import clock
from hocba.adapters.trust import load_trust
from hocba.adapters.whole_file import write_whole
from hocba.core.errors import InputError
from hocba.core.packet import PACKET, PAGE, canonical, parse, read_page, split
from hocba.core.signature import POLICY, TrustStore, verify_page
from hocba.public.printing import TEMPLATES, Transcript, Year, render, signature_blocks

_NOWHERE = "https://hocba.example/tra-cuu/"
"""A preview's QR code leads to no register."""


@click.command(help="In thử trang học bạ trong FILE (gói tin hoặc trang, XML) ra tệp PDF.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("pdf", type=click.Path(path_type=Path))
@click.option(
    "--templates",
    type=click.Path(path_type=Path),
    default=TEMPLATES,
    help="Thư mục mẫu in đang sửa; không có thì dùng mẫu của chương trình.",
)
@click.option("--pupil", default="", help="Mã học sinh cần in; không có thì in trang đầu.")
@click.option(
    "--trust",
    type=click.Path(path_type=Path),
    help="Thư mục chứng thư tin cậy, để in cả các chữ ký hợp lệ.",
)
def command(file: Path, pdf: Path, templates: Path, pupil: str, trust: Path | None) -> int:
    """Print one page as a draft; the exit code is 0, or 2 when it could not be done."""
    if not (templates / "transcript.typ").is_file():
        raise InputError(f"Thư mục «{templates}» không có tệp transcript.typ.")
    store = load_trust(trust) if trust else TrustStore.of([])
    year = _year(_page_of(file.read_bytes(), pupil), store)
    transcript = Transcript((year,), f"{_NOWHERE}{year.page.lookup_code}")
    write_whole(pdf, render(transcript, templates.resolve()))
    click.echo(f"Đã in thử trang của học sinh {year.page.pupil.code} vào {pdf}.")
    return 0


def _page_of(data: bytes, pupil: str) -> bytes:
    """The bytes of the pupil's page, or of the first. Raises InputError, PacketError."""
    root = parse(data, roots=(PACKET, PAGE))
    pages = split(root) if root.tag == PACKET else (canonical(root),)
    for page in pages:
        if pupil in ("", read_page(page).pupil.code):
            return page
    raise InputError(f"Trong tệp không có trang của học sinh «{pupil}».")


def _year(content: bytes, store: TrustStore) -> Year:
    page = read_page(content)
    report = verify_page(content, trust=store, policy=POLICY, at=clock.now())
    return Year(page, signature_blocks(report.signatures, page))
