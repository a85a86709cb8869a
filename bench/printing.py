"""Transcripts as PDF: one of six pages against three other typesetters, and a whole school.

All sides print the same words on A4 – cover with QR code, person page, two years with their
subjects, comments, ratings and signatures, a foot on every page – each call another pupil's, so
that no cache helps. "sealed" is the whole file: facts put in words, typeset, XML and ledger proofs
attached, sealed (PAdES). Against it typst alone makes the same file to the byte, but for the
seal: same form, fonts and standards, and the facts, QR code and attachments that it is given
were made beforehand. "issued" verifies all signatures of both pages anew besides, as the register
does for each copy. "typeset" is without the seal, as ReportLab and WeasyPrint have none; ours is
tagged PDF/A-3a and PDF/UA-1 with attachments even so, theirs the plain PDF that they make by
default.

A school is printed by ``hocba print`` into a ZIP out of a register of its own: queries, proofs,
log of copies and files included. The memory is that of all its processes together.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import typst
from tests.adapters.pades.examples import seal_of

from bench.main_job import HOCBA
from bench.printing_by_reportlab import render_by_reportlab
from bench.printing_by_weasyprint import render_by_weasyprint
from bench.printing_pages import NOW, SCHOOL, transcripts, verified
from bench.timing import interleaved
from hocba.public.printing import TEMPLATES, Transcript, render
from hocba.public.printing.typeset import STANDARDS, inputs

PUPILS = 16
SCHOOL_OF = 1500
SECONDS_ALLOWED = 120
AIMS = (
    ("sealed", "typst alone", 0.77),
    ("typeset", "ReportLab", 2),
    ("typeset", "WeasyPrint", 15),
    ("issued", "typst alone", None),
    ("issued", "ReportLab", None),
    ("issued", "WeasyPrint", None),
)
"""1.3 × the time of typst alone is a ratio of 0.77."""


def measure(*, short: bool = False) -> list[dict[str, Any]]:
    """A row for each other side, one for the school, one for its memory."""
    return [*_six_pages(rounds=3 if short else 15), *_school(40 if short else SCHOOL_OF)]


def _six_pages(rounds: int) -> list[dict[str, Any]]:
    pupils = transcripts(PUPILS)
    sides = {
        "issued": _each(_issue, pupils),
        "sealed": _each(_seal, pupils),
        "typeset": _each(render, pupils),
        "typst alone": _typst_alone(pupils),
        "ReportLab": _each(render_by_reportlab, pupils),
        "WeasyPrint": _each(render_by_weasyprint, pupils),
    }
    seconds = interleaved(sides, rounds=rounds)
    return [
        _row(f"a transcript of 6 pages, {ours}", seconds[ours] * 1000, name,
             seconds[name] * 1000, "ms", aim)
        for ours, name, aim in AIMS
    ]  # fmt: skip


def _each(side: Callable[[Transcript], object], pupils: list[Transcript]) -> Callable[[], object]:
    ready = cycle(pupils)
    return lambda: side(next(ready))


_SEAL = seal_of()


def _seal(transcript: Transcript) -> bytes:
    return _SEAL.put_on(render(transcript), at=NOW)


def _issue(transcript: Transcript) -> bytes:
    for year in transcript.years:
        verified(year.signed_page)
    return _seal(transcript)


def _typst_alone(pupils: list[Transcript]) -> Callable[[], object]:
    """The same file by a compiler of its own; all that it is given was made beforehand."""
    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(TEMPLATES / "transcript.typ", font_paths=fonts)
    ready = cycle([inputs(each) for each in pupils])
    return lambda: compiler.compile(
        sys_inputs=next(ready), format="pdf", pdf_standards=STANDARDS, timestamp=NOW
    )


def _school(count: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="hocba-bench-") as home:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        environment["HOCBA_HOME"] = home
        filling = [sys.executable, "-m", "bench.with_django", "bench.printing_school", str(count)]
        subprocess.run(filling, env=environment, check=True)
        to = ["--school", SCHOOL.school_code, "--year", "2023-2024"]
        started = perf_counter()
        with subprocess.Popen(
            [HOCBA, "print", Path(home) / "truong.zip", *to],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as printing:
            memory = list(_memory(printing))
        seconds = perf_counter() - started
        if printing.returncode:
            raise RuntimeError("hocba print did not print the school")
    early, late = memory[len(memory) // 5], memory[-max(len(memory) // 10, 1)]
    name = f"a school of {count:,} transcripts of 6 pages"
    allowed = SECONDS_ALLOWED * count / SCHOOL_OF
    return [
        _row(name, seconds, "the time allowed", allowed, "s", 1.0 if count == SCHOOL_OF else None),
        _row(
            "memory of its processes, near the end",
            late,
            "after a fifth of the time",
            early,
            "MB",
            0.9 if count == SCHOOL_OF else None,
        ),
    ]


def _memory(printing: subprocess.Popen[bytes]) -> Iterator[float]:
    """Megabytes that the program and the processes that it started hold, twice a second."""
    while printing.poll() is None:
        family = _family(printing.pid)
        yield sum(map(_resident, family)) / 1e6
        sleep(0.5)


def _family(pid: int) -> list[int]:
    """The process and its descendants, without those of the database."""
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").glob("*/children")
        for child in _read(task).split()
    ]
    ours = [child for child in children if "postgres" not in _read(Path(f"/proc/{child}/comm"))]
    return [pid, *(each for child in ours for each in _family(child))]


def _resident(pid: int) -> int:
    pages = _read(Path(f"/proc/{pid}/statm")).split()
    return int(pages[1]) * os.sysconf("SC_PAGE_SIZE") if pages else 0


def _read(path: Path) -> str:
    """Empty for a process that has just ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


def _row(
    name: str, ours: float, other_name: str, other: float, unit: str, aim: float | None
) -> dict[str, Any]:
    return {
        "name": name,
        "ours": ours,
        "other": other,
        "other_name": other_name,
        "unit": unit,
        "ratio": other / ours,
        "aim": aim,
    }
