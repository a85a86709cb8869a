"""A transcript as data: what a program reads, with the signed page beside it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from hocba.public.owners.opening import Right
from hocba.public.printing import Transcript
from hocba.public.printing.transcript import Year


def as_data(transcript: Transcript, right: Right) -> dict[str, Any]:
    """JSON: the facts of each year under the names of ``core.record``, and the signed ``<HocBa>``.

    The facts are a convenience; what counts is ``signed_xml``, whose UTF-8 bytes verify.
    """
    page = transcript.latest.page
    return {
        "lookup_code": page.lookup_code,
        "level": page.class_year.level.value,
        "ground": right.ground.value,
        "purpose": right.purpose,
        "pupil": plain(page.pupil),
        "years": [_year(year) for year in transcript.years],
    }


def _year(year: Year) -> dict[str, Any]:
    page = year.page
    return {
        "class_year": plain(page.class_year),
        "version": page.version,
        "effective_date": plain(year.effective_date),
        "results": plain(page.results),
        "stated": plain(page.stated),
        "computed": plain(page.computed),
        "reassessment": plain(page.reassessment),
        "signed_xml": year.signed_page.decode(),
        "ledger_proof": year.proof.decode(),
    }


def plain(value: Any) -> Any:
    """A value of the record in what JSON has; a mark keeps its digits as text."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
