"""A PDF as a reader and as a printer see it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

DOTS_PER_INCH = 50
MARGINS = {"left": 24, "right": 17, "top": 17, "bottom": 8}
"""What must stay white, in millimetres; the foot of the page stands above the bottom one."""

_INK = 200
"""Darker than this is ink; the mark BẢN NHÁP is lighter."""


def text_of(pdf: bytes) -> str:
    """All text, blanks and line ends as one blank."""
    return " ".join(" ".join(pages_of(pdf)).split())


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def stained_margins(pdf: bytes, work: Path, margins: Mapping[str, int] = MARGINS) -> list[str]:
    """The margins that something was printed on, such as ``page 2: right``."""
    (work / "paper.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-gray", "-r", str(DOTS_PER_INCH), "paper.pdf", "paper"]
    subprocess.run(command, cwd=work, check=True)
    images = sorted(work.glob("paper-*.pgm"))
    stained = [f"page {number}: {side}" for number, image in enumerate(images, start=1)
               for side in _stained(image.read_bytes(), margins)]  # fmt: skip
    for image in images:
        image.unlink()
    return stained


def _stained(pgm: bytes, margins: Mapping[str, int]) -> list[str]:
    _, size, _, dots = pgm.split(b"\n", 3)
    width, height = map(int, size.split())
    rows = [dots[start : start + width] for start in range(0, width * height, width)]
    strip = {side: round(mm / 25.4 * DOTS_PER_INCH) for side, mm in margins.items()}
    darkest = {
        "left": min(min(row[: strip["left"]]) for row in rows),
        "right": min(min(row[-strip["right"] :]) for row in rows),
        "top": min(min(row) for row in rows[: strip["top"]]),
        "bottom": min(min(row) for row in rows[-strip["bottom"] :]),
    }
    return [side for side, dot in darkest.items() if dot < _INK]
