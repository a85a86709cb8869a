"""``hocba preview``: what the printed form makes of a transcript, for whoever edits its templates.

Reads packets or pages from files, or makes a hard case up; no database, network or settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from time import sleep

import click

from hocba.adapters import clock
from hocba.adapters.trust import load_trust
from hocba.adapters.whole_file import write_whole
from hocba.core.errors import InputError
from hocba.core.packet import PACKET, PAGE, canonical, parse, read_page, split
from hocba.core.record import Page
from hocba.core.signature import POLICY, TrustStore, verify_page
from hocba.public.previewing.cases import CASES
from hocba.public.previewing.made_up import made_up_transcript
from hocba.public.printing import TEMPLATES, Transcript, Year, render, signature_blocks

_NOWHERE = "https://hocba.example/tra-cuu/"
"""A preview's QR code leads to no register."""

_BETWEEN_LOOKS = 0.3
"""Seconds: whoever edits does not wait, and the machine does nothing else in them."""


@click.command(
    help="In thử vào tệp PDF học bạ của một học sinh, gom mọi năm học có trong các FILE (gói tin "
    "hoặc trang, XML), hay một học bạ giả định khó in (--example)."
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.argument("pdf", type=click.Path(path_type=Path))
@click.option(
    "--templates",
    type=click.Path(path_type=Path),
    default=TEMPLATES,
    help="Thư mục mẫu in đang sửa; không có thì dùng mẫu của chương trình.",
)
@click.option("--pupil", default="", help="Mã học sinh cần in; không có thì in học sinh đầu tiên.")
@click.option(
    "--trust",
    type=click.Path(path_type=Path),
    help="Thư mục chứng thư tin cậy, để in cả các chữ ký hợp lệ.",
)
@click.option(
    "--example",
    default="",
    help="In một học bạ giả định khó in, ví dụ ten-dai; nêu tên lạ thì được kể mọi tên.",
)
@click.option("--watch", is_flag=True, help="Mỗi lần mẫu in được lưu thì in lại, tới khi Ctrl+C.")
def command(
    files: tuple[Path, ...],
    pdf: Path,
    templates: Path,
    pupil: str,
    trust: Path | None,
    example: str,
    watch: bool,
) -> int:
    """Print a transcript as a draft; the exit code is 0, or 2 when it could not be done."""
    if not (templates / "transcript.typ").is_file():
        raise InputError(f"Thư mục «{templates}» không có tệp transcript.typ.")
    transcript = _made_up(example) if example else _sent(files, pupil, trust)

    def typeset() -> None:
        write_whole(pdf, render(transcript, templates.resolve()))
        click.echo(_told(transcript, pdf))

    if watch:
        with suppress(KeyboardInterrupt):
            _at_each_change(templates, typeset)
    else:
        typeset()
    return 0


def _told(transcript: Transcript, pdf: Path) -> str:
    years, code = len(transcript.years), transcript.latest.page.pupil.code
    return f"Đã in thử {years} năm học của học sinh {code} vào {pdf}."


def _made_up(name: str) -> Transcript:
    if name not in CASES:
        raise InputError(f"Không có học bạ giả định «{name}»; có: {', '.join(CASES)}.")
    return made_up_transcript(CASES[name], _NOWHERE)


def _sent(files: Sequence[Path], pupil: str, trust: Path | None) -> Transcript:
    """All years of the pupil, or of the first, in the files. Raises InputError, PacketError."""
    if not files:
        raise InputError("Hãy nêu tệp XML cần in thử, hoặc chọn một học bạ giả định (--example).")
    store = load_trust(trust) if trust else TrustStore.of([])
    found = [each for file in files for each in _pages(file)]
    code = next((page.lookup_code for page, _ in found if pupil in ("", page.pupil.code)), None)
    if code is None:
        raise InputError(f"Trong tệp không có trang của học sinh «{pupil}».")
    # Of two versions of a year the newer comes later, and stays.
    own = sorted((each for each in found if each[0].lookup_code == code), key=_year_and_version)
    years = {page.class_year.school_year: _year(page, content, store) for page, content in own}
    return Transcript(tuple(years.values()), f"{_NOWHERE}{code}")


def _pages(file: Path) -> Iterator[tuple[Page, bytes]]:
    root = parse(file.read_bytes(), roots=(PACKET, PAGE))
    for content in split(root) if root.tag == PACKET else (canonical(root),):
        yield read_page(content), content


def _year_and_version(found: tuple[Page, bytes]) -> tuple[str, int]:
    page, _ = found
    return page.class_year.school_year, page.version


def _year(page: Page, content: bytes, store: TrustStore) -> Year:
    report = verify_page(content, trust=store, policy=POLICY, at=clock.now())
    return Year(page, signature_blocks(report.signatures, page))


def _at_each_change(templates: Path, typeset: Callable[[], None]) -> None:
    """Typeset now, and again whenever a template has been saved; a fault in it is only told."""
    seen: list[int] = []
    while True:
        found = [file.stat().st_mtime_ns for file in sorted(templates.glob("*.typ"))]
        if found != seen:
            seen = found
            try:
                typeset()
            except InputError as error:
                click.echo(error.message, err=True)
        sleep(_BETWEEN_LOOKS)
