"""Pages of the sample classes over and over, each time under another lookup code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path

from bench.load import code_of
from bench.verify import SIGNED_AT
from hocba.core.record import ClassYear, Event, Page
from hocba.school.imports import check_workbook

SAMPLES = Path(__file__).parents[1] / "sample"


def sample_pages() -> Iterator[Page]:
    """Without end."""
    pages = [page for book in sorted(SAMPLES.glob("*.xlsx")) for page in _pages(book)]
    for number, page in zip(count(1), cycle(pages), strict=False):
        yield replace(page, lookup_code=code_of(number))


def _pages(workbook: Path) -> Iterator[Page]:
    report = check_workbook(workbook.read_bytes())
    year = ClassYear(
        department_code="01",
        school_code="TRUONG",
        school_name="Trường của lớp mẫu",
        level=report.level,
        grade=report.grade,
        class_name=report.class_name,
        school_year=report.school_year,
    )
    for pupil in report.pupils:
        if pupil.accepted and pupil.pupil and pupil.results:
            yield Page(
                lookup_code="",
                version=1,
                event=Event.NEW,
                updated_at=SIGNED_AT,
                class_year=year,
                pupil=pupil.pupil,
                results=pupil.results,
                stated=pupil.stated,
                computed=pupil.computed,
            )
