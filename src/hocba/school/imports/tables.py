"""A class's table on a sheet: where its headings stand and which field each column holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from hocba.core.finding import Field, Finding, Severity
from hocba.school.imports.cells import CellFault, quoted
from hocba.school.imports.findings import Code
from hocba.school.imports.header import Header, find_header
from hocba.school.imports.headings import field_of
from hocba.school.imports.result_cells import attainment
from hocba.school.imports.rows import pupil_rows
from hocba.school.imports.vocabulary import IGNORED, NAME, NUMBER, RATINGS, TERMS, TRAITS
from hocba.school.imports.workbook import Cell, Sheet


class Role(Enum):
    """What a table is for, told from its columns; the order is that of the pupils' list."""

    RESULTS = "kết quả"
    COMMENTS = "nhận xét"
    PERSONS = "hồ sơ"


class Scheme(Enum):
    """Whose results a table holds."""

    PRIMARY = "tiểu học"
    SECONDARY = "trung học"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headings understood. ``findings`` speak of the headings, so of the class.

    Of a person's sheet other columns than those known are nobody's business: they are no finding.
    ``columns`` gives the columns of each field: one, except for a name kept in two.
    """

    sheet: Sheet
    header: Header
    role: Role
    scheme: Scheme | None
    columns: Mapping[Field, tuple[int, ...]]
    rows: tuple[int, ...]
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        return self.sheet.name

    def cell(self, row: int, field: Field) -> Cell | None:
        """The cell of a pupil's row for a field, blank or not; None without such a column."""
        if field not in self.columns:
            return None
        cells = [self.sheet.cell(row, column) for column in self.columns[field]]
        broken = [cell for cell in cells if cell.error or cell.uncomputed]
        if broken or len(cells) == 1:
            return (broken or cells)[0]
        joined = " ".join(cell.text for cell in cells if cell.text)
        return Cell(row, cells[0].column, joined or None)


def find_table(sheet: Sheet) -> Table | None:
    """The table of a sheet; None where no row has the headings of one."""
    header = find_header(sheet)
    if header is None:
        return None
    found = {column: field_of(header.texts(column)) for column in header.paths}
    scheme = _scheme(found.values())
    role = _role(sheet, header, found, scheme)
    if role is Role.RESULTS and scheme is None:
        scheme = Scheme.PRIMARY if any(_bare(field) for field in found.values()) else None
    fields = {column: _settled(field, role, scheme) for column, field in found.items()}
    columns, repeated = _columns(sheet, header, fields)
    rows = pupil_rows(sheet, header, {field: first for field, (first, *_) in columns.items()})
    findings = [*_unknown(sheet, header, fields), *repeated, *_untitled(sheet, header, rows)]
    return Table(
        sheet, header, role, scheme, columns, rows,
        tuple(findings) if role is not Role.PERSONS else tuple(repeated),
    )  # fmt: skip


_PRIMARY_PARTS = frozenset({"level", "score"})
_SECONDARY_PARTS = frozenset({*TERMS, "retest"})


def _scheme(fields: Iterable[Field | None]) -> Scheme | None:
    """Whose headings are in the majority; None where nothing belongs to one scheme only."""
    primary = secondary = 0
    for field in fields:
        match field:
            case ("subject", _, part):
                primary += part in _PRIMARY_PARTS
                secondary += part in _SECONDARY_PARTS
            case ("result",) | ("completed",):
                primary += 1
            case (kind, _) if kind in TRAITS:
                primary += 1
            case (kind, _) if kind in RATINGS:
                secondary += 1
    if primary == secondary:
        return None
    return Scheme.PRIMARY if primary > secondary else Scheme.SECONDARY


_RESULT_FIELDS = frozenset({("award",), ("promoted",), ("absences",), ("not_assessed",)})


def _role(
    sheet: Sheet, header: Header, fields: Mapping[int, Field | None], scheme: Scheme | None
) -> Role:
    if scheme is not None or _RESULT_FIELDS & set(fields.values()):
        return Role.RESULTS
    bare = [column for column, field in fields.items() if _bare(field)]
    comments = [field for field in fields.values() if field and "comment" in field]
    if bare and _holds_levels(sheet, header, bare):
        return Role.RESULTS
    return Role.COMMENTS if bare or comments else Role.PERSONS


def _bare(field: Field | None) -> bool:
    """Whether a heading names a subject or a group of traits without saying what of it."""
    match field:
        case ("subject", _):
            return True
        case (kind,):
            return kind in TRAITS
    return False


def _holds_levels(sheet: Sheet, header: Header, columns: list[int]) -> bool:
    """Whether at least half of what stands under the headings are levels, not sentences."""
    cells = [
        row[column]
        for number, row in sheet.rows.items()
        if number > header.bottom
        for column in columns
        if column in row
    ]
    return bool(cells) and 2 * sum(map(_is_level, cells)) >= len(cells)


def _is_level(cell: Cell) -> bool:
    try:
        attainment(cell)
    except CellFault:
        return False
    return True


def _settled(field: Field | None, role: Role, scheme: Scheme | None) -> Field | None:
    """A bare subject or group is a comment among comments and a level among primary levels."""
    if field is None or not _bare(field):
        return field
    if role is Role.COMMENTS:
        return (*field, "comment") if field[0] == "subject" else ("comment", field[0])
    return (*field, "level") if scheme is Scheme.PRIMARY and field[0] == "subject" else None


def _columns(
    sheet: Sheet, header: Header, fields: Mapping[int, Field | None]
) -> tuple[dict[Field, tuple[int, ...]], list[Finding]]:
    columns: dict[Field, tuple[int, ...]] = {}
    findings = []
    for column, field in fields.items():
        if field is None or field == IGNORED:
            continue
        if field not in columns:
            columns[field] = (column,)
        elif field == NAME and header.cell(columns[field][0]) == header.cell(column):
            columns[field] += (column,)
        elif field != NUMBER:
            findings.append(_repeated(sheet, header, columns[field][0], column))
    return columns, findings


def _repeated(sheet: Sheet, header: Header, first: int, second: int) -> Finding:
    return _error(
        Code.REPEATED_COLUMN,
        sheet,
        header.cell(second),
        f"Cột «{header.title(second)}» có hai lần (xem cả ô {header.cell(first).ref}); "
        "hãy chỉ giữ một cột.",
    )


def _unknown(sheet: Sheet, header: Header, fields: Mapping[int, Field | None]) -> Iterable[Finding]:
    unknown = [column for column, field in fields.items() if field is None]
    for cell in dict.fromkeys(map(header.cell, unknown)):
        message = (
            f"Không biết môn học hay cột «{quoted(cell)}»; hãy ghi đúng tên môn, kèm mức, điểm "
            "hoặc học kì, hoặc xoá cột này."
        )
        yield _error(Code.UNKNOWN_HEADING, sheet, cell, message)


def _untitled(sheet: Sheet, header: Header, rows: tuple[int, ...]) -> Iterable[Finding]:
    first = {
        column: cell
        for row in reversed(rows)
        for column, cell in sheet.rows[row].items()
        if column not in header.paths
    }
    for cell in first.values():
        yield Finding(
            Severity.WARNING,
            Code.UNTITLED_COLUMN,
            sheet.name,
            cell.ref,
            "",
            "Cột này có dữ liệu nhưng không có tiêu đề nên không được đọc; hãy ghi tiêu đề hoặc "
            "xoá cột.",
        )


def _error(code: Code, sheet: Sheet, cell: Cell, message: str) -> Finding:
    return Finding(Severity.ERROR, code, sheet.name, cell.ref, "", message)
