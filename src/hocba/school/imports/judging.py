"""The rules of the year held against what was read, each violation placed in the workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from typing import TypeVar

from hocba.core.finding import Field, Finding, Violation
from hocba.core.record import Outcome, PrimaryResults, Results, SubjectLevel, SubjectMarks
from hocba.core.rules import RuleSet
from hocba.school.imports.findings import Code
from hocba.school.imports.reading import Reading
from hocba.school.imports.tables import Table
from hocba.school.imports.vocabulary import CODE

Subject = TypeVar("Subject", SubjectLevel, SubjectMarks)

_CONCLUSIONS = frozenset({"result", "completed", "promoted", "academic"})
_MAY_LACK_COLUMN: frozenset[Field] = frozenset({("award",), ("subject",)})


@dataclass(frozen=True, slots=True)
class Judge:
    """A rule set, the table of results it speaks of, the fields that have a column anywhere."""

    rules: RuleSet
    table: Table
    fields: Collection[Field]

    def judge(self, reading: Reading, results: Results, stated: Outcome) -> Iterator[Finding]:
        """Note the pupil's violations; those that come from a missing column are of the class."""
        for violation in self.rules.check(results, stated):
            if violation.field in reading.faulty:
                continue
            if self._lacks_column(violation.field):
                yield self._of_class(violation)
            else:
                row, cell = reading.place(violation.field)
                reading.note(row, cell, violation.code, violation.message, violation.severity)

    def taken(self, results: Results) -> Results:
        """The results without the optional subjects that this pupil of the class does not take."""
        required = {rule.code for rule in self.rules.subjects if rule.required}
        if isinstance(results, PrimaryResults):
            return replace(results, subjects=_taken(results.subjects, required))
        return replace(results, subjects=_taken(results.subjects, required))

    def _lacks_column(self, field: Field) -> bool:
        known = any(each[: len(field)] == field for each in self.fields)
        return not known and field not in _MAY_LACK_COLUMN

    def _of_class(self, violation: Violation) -> Finding:
        code, message = violation.code, violation.message
        if violation.field[0] in _CONCLUSIONS:
            what = message.partition(":")[0]
            code = Code.NO_COLUMN
            message = f"Bảng không có cột «{what}» để so với quy định; hãy thêm cột này."
        cell = self.table.header.cell(self.table.columns[CODE][0])
        return Finding(violation.severity, code, self.table.name, cell.ref, "", message)


def _taken(subjects: Iterable[Subject], required: Collection[str]) -> tuple[Subject, ...]:
    return tuple(each for each in subjects if each.subject in required or not _blank(each))


def _blank(subject: SubjectLevel | SubjectMarks) -> bool:
    return all(value in (None, "") for value in astuple(subject)[1:])
