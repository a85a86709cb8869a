"""From a class's workbook, as schools really keep it, to findings and frozen records.

::

    bytes ─ archive ─ workbook ─ tables ─ join ─ person, primary | secondary ─ report
            limits    cells      headings one pupil,  frozen records           rules,
                                          many sheets                          findings

Columns are found by their headings, never by position; a value is normalised where its
meaning cannot change (blanks, accents, decimal commas, date order) and reported where it could.
No model, no Django, no clock: bytes in, one :class:`~hocba.school.imports.report.ImportReport` out.
"""

from hocba.school.imports.checking import check_workbook
from hocba.school.imports.report import CheckedPupil, ImportReport, as_json
from hocba.school.imports.telling import Group, groups, title_of

__all__ = [
    "CheckedPupil",
    "Group",
    "ImportReport",
    "as_json",
    "check_workbook",
    "groups",
    "title_of",
]
