"""Reading one pupil's cells: every fault becomes a finding, and none hides another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from hocba.core.finding import Field, Finding, Severity
from hocba.school.imports.cells import CellFault, text
from hocba.school.imports.findings import Code
from hocba.school.imports.join import Entry, Row
from hocba.school.imports.tables import Role
from hocba.school.imports.workbook import Cell

T = TypeVar("T")


@dataclass(slots=True)
class Reading:
    """The cells of an entry by field. ``faulty`` holds the fields whose cell could not be used."""

    entry: Entry
    findings: list[Finding] = field(default_factory=list)
    faulty: set[Field] = field(default_factory=set)

    def fields(self) -> list[Field]:
        """Every field that has a column in one of the pupil's tables, in the columns' order."""
        return list(dict.fromkeys(each for row in self.entry.rows for each in row.table.columns))

    def subjects(self) -> list[str]:
        """The codes of the subjects that have a column, in the columns' order."""
        return list(dict.fromkeys(each[1] for each in self.fields() if each[0] == "subject"))

    def cells(self, field: Field) -> Iterator[tuple[Row, Cell]]:
        """The cells of a field: the person's sheet first, as it is there for the person."""
        for row in sorted(self.entry.rows, key=lambda row: row.table.role is not Role.PERSONS):
            cell = row.table.cell(row.number, field)
            if cell is not None:
                yield row, cell

    def cell(self, field: Field) -> tuple[Row, Cell] | None:
        """The cell of a field, one that is not blank before one that is."""
        found = list(self.cells(field))
        return next((each for each in found if not each[1].blank), found[0] if found else None)

    def take(self, field: Field, parse: Callable[[Cell], T]) -> T | None:
        """The value of a field; None where the cell is blank, faulty or absent."""
        found = self.cell(field)
        return self.value(found[0], found[1], field, parse) if found else None

    def value(self, row: Row, cell: Cell, field: Field, parse: Callable[[Cell], T]) -> T | None:
        """The value of one cell; a fault is noted there."""
        if cell.blank:
            return None
        try:
            return parse(cell)
        except CellFault as fault:
            self.faulty.add(field)
            self.note(row, cell, fault.code, fault.message)
            return None

    def text(self, field: Field) -> str:
        return self.take(field, text) or ""

    def note(
        self,
        row: Row,
        cell: Cell,
        code: Code | str,
        message: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a finding at a cell."""
        self.findings.append(
            Finding(severity, str(code), row.table.name, cell.ref, self.entry.code, message)
        )

    def place(self, field: Field) -> tuple[Row, Cell]:
        """Where to point for a field: its cell, one of the same subject, or the pupil's code."""
        same = [each for each in self.fields() if len(field) > 1 and each[: len(field)] == field]
        for candidate in (field, *same):
            found = self.cell(candidate)
            if found is not None:
                return found
        first = self.entry.rows[0]
        return first, first.code_cell
