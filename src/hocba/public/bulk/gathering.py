"""Many copies become one file: a ZIP of sealed copies, or one PDF for the printer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from hocba.public.bulk.choosing import Order
from hocba.public.bulk.sheaf import Sheaf


def zipped(ordered: Sequence[Order], files: Sequence[Path], output: Path) -> None:
    """Each copy under its class; a copy is compressed already. No name tells whose it is."""
    with ZipFile(output, "w", ZIP_STORED) as archive:
        for order, file in zip(ordered, files, strict=True):
            folder = order.class_name.replace("/", "-")
            archive.write(file, f"{folder}/hoc-ba-{order.lookup_code}.pdf")


def for_the_printer(files: Iterable[Path], output: Path) -> None:
    """All pages of all copies in one PDF, written as it goes: memory holds one copy at a time.

    It bears no seal, for paper bears none: each sheet has code and serial number at its foot.
    """
    with output.open("wb") as stream:
        sheaf = Sheaf(stream)
        for file in files:
            sheaf.add(file.read_bytes())
        sheaf.close()
