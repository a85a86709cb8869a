"""A PDF as a reader and as a printer see it."""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pypdf import PageObject, PdfReader

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


@dataclass(frozen=True)
class Word:
    """A word and the box that it takes, in dots."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


def crossed_words(pdf: bytes, work: Path) -> list[str]:
    """The words that a line of a table runs through: they have left their cell."""
    (work / "paper.pdf").write_bytes(pdf)
    images = _images(work, 100)
    return [
        f"page {number}: {word.text}"
        for number, (words, image) in enumerate(zip(_words(work, 100), images, strict=True), 1)
        for word in words
        if _crossed(word, image)
    ]


def _images(work: Path, dots: int) -> list[list[bytes]]:
    """Each page as rows of dots, 1 for ink."""
    command = ["pdftoppm", "-gray", "-r", str(dots), "paper.pdf", "paper"]
    subprocess.run(command, cwd=work, check=True)
    files = sorted(work.glob("paper-*.pgm"))
    pages = [_rows(file.read_bytes()) for file in files]
    for file in files:
        file.unlink()
    return pages


def _rows(pgm: bytes) -> list[bytes]:
    _, size, _, dots = pgm.split(b"\n", 3)
    width, height = map(int, size.split())
    ink = dots.translate(bytes(int(dot < _INK) for dot in range(256)))
    return [ink[start : start + width] for start in range(0, width * height, width)]


_PAGE = re.compile(r"<page .*?</page>", re.DOTALL)
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)


def _words(work: Path, dots: int) -> Iterator[list[Word]]:
    told = subprocess.run(
        ["pdftotext", "-bbox", "paper.pdf", "-"], cwd=work, check=True, capture_output=True
    ).stdout.decode()
    for page in _PAGE.findall(told):
        yield [
            Word(text, *(round(float(side) * dots / 72) for side in box))
            for *box, text in _WORD.findall(page)
        ]


_BEYOND = 4
"""Dots that a line goes on beyond a word, above and below or to its sides; no letter does."""


def _crossed(word: Word, image: list[bytes]) -> bool:
    height = word.bottom - word.top
    upright = _all_ink(
        image[word.top - _BEYOND : word.bottom + _BEYOND], word.left + 1, word.right - 1
    )
    middle = image[word.top + height // 3 : word.bottom - height // 3]
    wide = bytes([1]) * (word.right - word.left + 2 * _BEYOND)
    return upright or any(row[word.left - _BEYOND : word.right + _BEYOND] == wide for row in middle)


def _all_ink(rows: list[bytes], left: int, right: int) -> bool:
    """Whether some column has ink in every row."""
    columns = int.from_bytes(bytes([1]) * max(right - left, 0))
    for row in rows:
        columns &= int.from_bytes(row[left:right])
    return columns != 0


def orphans(pdf: bytes) -> list[str]:
    """The last lines of pages that are heads: bold throughout, and what they head is not there."""
    return [
        f"page {number}: {line}"
        for number, page in enumerate(PdfReader(BytesIO(pdf)).pages, start=1)
        if (line := _last_line_if_bold(page))
    ]


def _last_line_if_bold(page: PageObject) -> str:
    lines: dict[int, list[tuple[str, bool]]] = defaultdict(list)

    def visit(
        text: str, cm: list[float], tm: list[float], font: Mapping[str, str], _: float
    ) -> None:
        height = round(cm[1] * tm[4] + cm[3] * tm[5] + cm[5])
        if text.strip() and height > _FOOT:
            lines[height].append((text.strip(), "Semibold" in font["/BaseFont"]))

    page.extract_text(visitor_text=visit)
    last = lines[min(lines)]
    return " ".join(text for text, _ in last) if all(bold for _, bold in last) else ""


_FOOT = 56
"""Points from the lower edge: below stands the foot of the page, 20 mm."""


def raw_text(pdf: bytes, work: Path) -> str:
    """All text as pdftotext finds it, in the order of the file."""
    (work / "paper.pdf").write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-raw", "paper.pdf", "-"], cwd=work, check=True, capture_output=True
    ).stdout.decode()


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
