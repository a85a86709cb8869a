"""A transcript of one secondary year as PDF: ours by typst, against WeasyPrint and ReportLab.

All three print the same facts – cover with QR code, person page, table of subjects, results,
signatures – on A4 with a foot on every page. Ours is tagged PDF/A-3a and PDF/UA-1; the others
make the plain PDF that they make by default. Each call prints another pupil, so no cache helps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any

from tests.public.printing.examples import SECONDARY_PAGE, locked, transcript

from bench.printing_by_reportlab import render_by_reportlab
from bench.printing_by_weasyprint import render_by_weasyprint
from bench.timing import interleaved
from hocba.public.printing import Transcript, render, render_many

PUPILS = 64
COPIES = 200


def measure(*, short: bool = False) -> list[dict[str, Any]]:
    """Two rows of one transcript after another, and one of a set on all cores."""
    rounds = 3 if short else 15
    seconds = interleaved(
        {
            "ours": _each(render),
            "WeasyPrint": _each(render_by_weasyprint),
            "ReportLab": _each(render_by_reportlab),
        },
        rounds=rounds,
    )
    rows = [_row(name, seconds["ours"], seconds[name]) for name in ("WeasyPrint", "ReportLab")]
    return rows if short else [*rows, _set()]


def _each(printer: Callable[[Transcript], bytes]) -> Callable[[], bytes]:
    pupils = cycle(_pupils())
    return lambda: printer(next(pupils))


def _pupils(count: int = PUPILS) -> Iterator[Transcript]:
    for number in range(count):
        pupil = replace(SECONDARY_PAGE.pupil, full_name=f"Hồ Minh Khoa {number}", code=str(number))
        comments = tuple(
            replace(subject, comment=f"{subject.comment} Lần {number}.")
            for subject in SECONDARY_PAGE.results.subjects
        )
        results = replace(SECONDARY_PAGE.results, subjects=comments)
        yield transcript(locked(replace(SECONDARY_PAGE, pupil=pupil, results=results)))


def _set() -> dict[str, Any]:
    """A class after another: one process against all cores."""
    wanted = list(_pupils(COPIES))
    seconds = interleaved(
        {
            "pool": lambda: list(render_many(wanted)),
            "one": lambda: [render(each) for each in wanted],
        },
        rounds=3,
    )
    return {
        "name": f"{COPIES} transcripts, all cores",
        "ours": seconds["pool"] / COPIES * 1000,
        "other": seconds["one"] / COPIES * 1000,
        "other_name": "one process",
        "unit": "ms",
        "ratio": seconds["one"] / seconds["pool"],
        "aim": None,
    }


def _row(name: str, ours: float, other: float) -> dict[str, Any]:
    return {
        "name": "one year printed (4 pages)",
        "ours": ours * 1000,
        "other": other * 1000,
        "other_name": name,
        "unit": "ms",
        "ratio": other / ours,
        "aim": None,
    }
