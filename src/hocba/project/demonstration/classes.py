"""A sample class on its way: what the steps have made of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from hocba.core.packet import PageOutcome
from hocba.core.record import ClassYear
from hocba.project.demonstration.desks import Desk
from hocba.school.imports import ImportReport, check_workbook
from hocba.school.pages.drafting import Refusal, class_of


@dataclass
class SampleClass:
    """One workbook, its class and what became of it.

    ``locked`` are the lookup codes of the pages in force, ``failures`` say why the job did
    not work.
    """

    desk: Desk
    workbook: Path
    report: ImportReport
    class_year: ClassYear
    refused: tuple[Refusal, ...] = ()
    returned: list[PageOutcome] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def worked(self) -> bool:
        """Whether the class went all the way: nothing failed, something is in force."""
        return not self.failures and bool(self.locked)

    @property
    def name(self) -> str:
        return self.class_year.class_name


def open_class(desk: Desk, workbook: Path) -> SampleClass:
    """Read and assess a workbook. Raises InputError when it cannot be used at all."""
    report = check_workbook(workbook.read_bytes())
    return SampleClass(desk, workbook, report, class_of(report, desk.unit))
