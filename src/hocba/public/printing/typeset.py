"""From facts to PDF: one typst compiler in each process, kept warm between transcripts.

The files are PDF/A-3a and PDF/UA-1, and the same transcript always gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import cast

import typst

from hocba.core.errors import InputError
from hocba.public.printing.facts import facts
from hocba.public.printing.imprint import write_imprint
from hocba.public.printing.qr import qr_code
from hocba.public.printing.transcript import Transcript

Typesetter = Callable[[Iterable[Transcript]], Iterable[bytes]]

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]

_one_at_a_time = Lock()
"""A compiler is not for two threads at once; they would gain nothing either."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NO_GLYPH = re.compile(
    "[^ -~\u00a0-\u036f\u0400-\u0481\u1e00-\u1eff\u2010-\u2027\u2030-\u2040"
    "\u20a0-\u20bf\u2100-\u211e\u2190-\u22ff\u25a0-\u25ff]"
)
"""What the bundled fonts cannot show; PDF/A refuses a file in which a glyph is missing."""


def render(transcript: Transcript, templates: Path = TEMPLATES) -> bytes:
    """The PDF of a transcript, with the signed pages attached.

    A letter of a script that the form's font has not prints as U+FFFD (�). ``templates`` is a
    directory with ``transcript.typ`` in it. Raises InputError, with the place of the fault,
    when typst does not accept the templates.
    """
    made = _made(transcript).astimezone(UTC).replace(microsecond=0)
    return _compile(templates, inputs(transcript), made)


def inputs(transcript: Transcript) -> dict[str, str]:
    """What the form is given: facts, QR code, and what it attaches."""
    return {
        "data": _printable(json.dumps(facts(transcript), ensure_ascii=False)),
        "qr": qr_code(transcript.lookup_url),
        "imprint": write_imprint(transcript),
        "signed": json.dumps([year.signed_page.decode() for year in transcript.years]),
        "proofs": json.dumps([year.proof.decode() for year in transcript.years]),
    }


def _made(transcript: Transcript) -> datetime:
    """The date of the file: that of the copy, or of the newest thing in what is no copy."""
    moments = (year.effective_date or year.page.updated_at for year in transcript.years)
    return transcript.issued_at or max(moments)


@contextmanager
def press(processes: int | None = None) -> Iterator[Typesetter]:
    """A typesetter of many, on all cores or on ``processes`` of them: PDFs in the order asked.

    Its processes start once and keep their compilers, however many sets they are given.
    """
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield lambda transcripts: pool.map(render, transcripts, chunksize=4)


def render_many(transcripts: Iterable[Transcript]) -> Iterator[bytes]:
    """The PDFs of many transcripts, in their order, made on all cores."""
    with press() as typeset:
        yield from typeset(transcripts)


def _compile(templates: Path, inputs: dict[str, str], timestamp: datetime) -> bytes:
    try:
        with _one_at_a_time:
            pdf = _compiler(templates).compile(
                sys_inputs=inputs, format="pdf", pdf_standards=STANDARDS, timestamp=timestamp
            )
    except typst.TypstError as error:
        raise InputError(f"Mẫu in có lỗi, chưa in được:\n{error.diagnostic}") from error
    return cast("bytes", pdf)


@cache
def _compiler(templates: Path) -> typst.Compiler:
    """Reading the fonts costs more than a page; do it once in a process."""
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(templates / "transcript.typ", font_paths=fonts)


def _printable(text: str) -> str:
    return _NO_GLYPH.sub("\ufffd", _INVISIBLE.sub("", text))
