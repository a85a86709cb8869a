"""A 45-pupil workbook: read, checked and assessed, against only opening it with openpyxl."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl

from bench.timing import interleaved
from hocba.school.imports import check_workbook

WORKBOOK = Path(__file__).parents[1] / "sample" / "lop-11a3-tong-ket.xlsx"
SECONDS_ALLOWED = 1.0


def measure(*, short: bool = False) -> list[dict[str, Any]]:
    """Two rows: the time against the second that is allowed, and against openpyxl alone."""
    data = WORKBOOK.read_bytes()
    seconds = interleaved(
        {
            "ours": lambda: check_workbook(data),
            "openpyxl": lambda: openpyxl.load_workbook(io.BytesIO(data), data_only=True),
        },
        rounds=3 if short else 15,
    )
    return [
        _row(
            "45 pupils checked and assessed",
            seconds["ours"],
            "the second allowed",
            SECONDS_ALLOWED,
            1.0,
        ),
        _row("the same", seconds["ours"], "openpyxl, opening only", seconds["openpyxl"], None),
    ]


def _row(
    name: str, ours: float, other_name: str, other: float, aim: float | None
) -> dict[str, Any]:
    return {
        "name": name,
        "ours": ours * 1000,
        "other": other * 1000,
        "other_name": other_name,
        "unit": "ms",
        "ratio": other / ours,
        "aim": aim,
    }
