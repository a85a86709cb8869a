"""What a check of school data found, and where.

A rule reports a :class:`Violation` against a field of the record; the importer turns it
into a :class:`Finding` by adding the sheet and cell that the field was read from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Field = tuple[str, ...]
"""A path into the record, such as ``("subject", "TOAN", "score")`` or ``("award",)``."""


class Severity(StrEnum):
    """An error holds the pupil back; a warning lets the page go on and is shown to the signers."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule broken at a field; ``message`` is Vietnamese and names the article if there is one."""

    severity: Severity
    code: str
    field: Field
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation placed in the workbook.

    ``cell`` is in A1 notation, ``pupil`` the mã học sinh; both are empty where the finding
    speaks of the whole sheet or file.
    """

    severity: Severity
    code: str
    sheet: str
    cell: str
    pupil: str
    message: str
