"""Where the demonstration puts what a person may want to look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba.adapters.whole_file import write_whole
from hocba.project.demonstration.classes import SampleClass


@dataclass(frozen=True, slots=True)
class Folder:
    """Packets, receipts and PDFs under the data directory, by class; PDFs by lookup code.

    The names hold no personal data.
    """

    home: Path

    def packet(self, each: SampleClass, packet_id: str) -> Path:
        return self._file("packets", each, f"{packet_id}.xml")

    def receipt(self, each: SampleClass, packet_id: str) -> Path:
        return self._file("receipts", each, f"{packet_id}.xml")

    def pdf(self, each: SampleClass, lookup_code: str) -> Path:
        return self._file("pdf", each, f"{lookup_code}.pdf")

    def packets(self, each: SampleClass) -> Path:
        return self.home / "demonstration" / "packets" / each.name

    def pdfs(self, each: SampleClass) -> Path:
        return self.home / "demonstration" / "pdf" / each.name

    def _file(self, kind: str, each: SampleClass, name: str) -> Path:
        return self.home / "demonstration" / kind / each.name / name


def put(path: Path, data: bytes) -> None:
    """Write a file, and the folders that it is to lie in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
