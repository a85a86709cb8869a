"""The findings as a person reads them: whose they are, and those that say the same in one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hocba.core.finding import Finding, Severity
from hocba.school.imports.report import ImportReport

_MOST_CELLS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was found, in all the ``cells`` of a sheet where it was found."""

    severity: Severity
    code: str
    message: str
    sheet: str
    cells: tuple[str, ...]

    @property
    def word(self) -> str:
        return "Lỗi" if self.severity is Severity.ERROR else "Cảnh báo"

    @property
    def place(self) -> str:
        """Sheet and cells, at most eight of them; empty where it is of the whole file."""
        shown = ", ".join(filter(None, self.cells[:_MOST_CELLS]))
        left = len(self.cells) - _MOST_CELLS
        more = f" và {left} ô nữa" if left > 0 else ""
        place = " ".join(filter(None, (self.sheet and f"«{self.sheet}»", shown)))
        return f"{place}{more}" if place else ""


@dataclass(frozen=True, slots=True)
class Group:
    """The lines on the whole workbook, on one pupil who is held back, or on all the others."""

    title: str
    lines: Sequence[Line]


def groups(report: ImportReport) -> Sequence[Group]:
    """What holds whom back first; a group without a line is left out."""
    held_back = {pupil.code: pupil.name for pupil in report.pupils if not pupil.accepted}
    of_class = [finding for finding in report.findings if not finding.pupil]
    others = [f for f in report.findings if f.pupil and f.pupil not in held_back]
    found = [Group("Cả bảng", _lines(of_class))]
    for code, name in held_back.items():
        own = [finding for finding in report.findings if finding.pupil == code != ""]
        found.append(Group(f"Giữ lại: {code} {name}", _lines(own)))
    found.append(Group("Học sinh được nhận, cần xem lại", _lines(others)))
    return [group for group in found if group.lines]


def title_of(report: ImportReport) -> str:
    """Class, school year and school, as far as the workbook names them."""
    parts = (
        f"Lớp {report.class_name}" if report.class_name else "",
        f"năm học {report.school_year}" if report.school_year else "",
        report.school_name,
    )
    return " · ".join(filter(None, parts)) or "Chưa rõ lớp, năm học"


def _lines(findings: Iterable[Finding]) -> Sequence[Line]:
    cells: defaultdict[tuple[Severity, str, str, str], list[str]] = defaultdict(list)
    for each in findings:
        cells[each.severity, each.code, each.message, each.sheet].append(each.cell)
    return [Line(*same, tuple(found)) for same, found in cells.items()]
