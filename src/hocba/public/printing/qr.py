"""The QR code of a transcript as a drawing that typst sets quickly."""

from __future__ import annotations

import re

import segno

_MASK = 2
"""Readers know all eight; weighing which looks best would cost four times the code itself."""

_DARK = re.compile(rb"\x01+")


def qr_code(url: str) -> str:
    """An SVG of one filled shape, a box for each run of dark modules in a row.

    segno's own drawing is of strokes, whose outlines typst would have to work out one by one.
    """
    rows = segno.make(url, error="m", mask=_MASK).matrix
    boxes = "".join(
        f"M{run.start()} {y}H{run.end()}v1H{run.start()}z"
        for y, row in enumerate(rows)
        for run in _DARK.finditer(row)
    )
    size = f"0 0 {len(rows)} {len(rows)}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}"><path d="{boxes}"/></svg>'
