"""One pupil from many sheets: rows are joined by mã học sinh and by nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hocba.core.finding import Field, Finding, Severity
from hocba.school.imports.cells import CellFault, shown
from hocba.school.imports.findings import Code
from hocba.school.imports.person_cells import CODE_DIGITS, pupil_code
from hocba.school.imports.tables import Role, Table
from hocba.school.imports.vocabulary import CODE
from hocba.school.imports.workbook import Cell


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil's row of a table; ``code`` as it is joined by, ``fault`` what is wrong with it."""

    table: Table
    number: int
    code: str
    fault: CellFault | None = None

    @property
    def code_cell(self) -> Cell:
        return self.table.cell(self.number, CODE) or Cell(self.number, 1)

    def finding(self, code: Code, message: str, severity: Severity = Severity.ERROR) -> Finding:
        """A finding at the row's mã học sinh."""
        return Finding(severity, code, self.table.name, self.code_cell.ref, self.code, message)


@dataclass(slots=True)
class Entry:
    """A pupil as found: at most one row of each table, in the tables' order."""

    code: str
    rows: list[Row]
    findings: list[Finding] = field(default_factory=list)

    def row_in(self, table: Table) -> Row | None:
        return next((row for row in self.rows if row.table is table), None)


def join(tables: Sequence[Table]) -> list[Entry]:
    """The pupils in the order of the tables' rows, results first.

    A row without a usable code, and a repeated row of results, is an entry of its own.
    """
    ordered = sorted(tables, key=lambda table: list(Role).index(table.role))
    rows = _with_lost_zeros([_row(table, number) for table in ordered for number in table.rows])
    entries: list[Entry] = []
    by_code: defaultdict[str, list[Entry]] = defaultdict(list)
    for row in rows:
        known = by_code[row.code] if row.code else []
        entry = _add(row, known)
        if entry is not None:
            known.append(entry)
            entries.append(entry)
    for entry in entries:
        entry.findings[:0] = [*_faults(entry), *_missing(entry, ordered)]
    return entries


def _add(row: Row, known: Sequence[Entry]) -> Entry | None:
    """Give a row to the pupil of its code, or make a new entry of it.

    Nobody knows which of two rows of one table is right: the pupil is held back at both.
    """
    other = known[0].row_in(row.table) if known else None
    if other is None:
        for entry in known:
            entry.rows.append(row)
        return None if known else Entry(row.code, [row])
    first = known[0]
    first.findings.append(_repeats(other, row))
    if row.table.role is not Role.RESULTS:
        first.findings.append(_repeats(row, other))
        return None
    others = [each for each in first.rows if each.table is not row.table]
    return Entry(row.code, [row, *others], [_repeats(row, other)])


def _row(table: Table, number: int) -> Row:
    cell = table.cell(number, CODE)
    if cell is None or cell.blank:
        message = "Hàng này có dữ liệu nhưng thiếu mã học sinh; hãy ghi mã học sinh."
        return Row(table, number, "", CellFault(Code.NO_PUPIL_CODE, message))
    try:
        return Row(table, number, pupil_code(cell))
    except CellFault as fault:
        return Row(table, number, shown(cell), fault)


def _with_lost_zeros(rows: Sequence[Row]) -> list[Row]:
    """Join a code that lost leading zeros with the one whole code it can be; it stays a fault."""
    whole = defaultdict(set)
    for row in rows:
        if row.fault is None and len(row.code) >= CODE_DIGITS:
            whole[row.code.lstrip("0")].add(row.code)
    return [_completed(row, whole) for row in rows]


def _completed(row: Row, whole: Mapping[str, set[str]]) -> Row:
    candidates = whole.get(row.code.lstrip("0"), set())
    if not row.code.isdigit() or len(row.code) >= CODE_DIGITS or len(candidates) != 1:
        return row
    (code,) = candidates
    fault = row.fault or CellFault(
        Code.PUPIL_CODES_DIFFER,
        f"Mã học sinh «{row.code}» ở đây, nhưng «{code}» ở trang tính khác; hãy ghi đủ mã.",
    )
    return Row(row.table, row.number, code, fault)


def _repeated(first: Entry, row: Row) -> Iterable[Entry]:
    """Nobody knows which of two rows is right: both are held back."""
    other = first.row_in(row.table)
    assert other is not None  # noqa: S101 - the caller found the pupil in this table
    first.findings.append(_repeats(other, row))
    if row.table.role is Role.RESULTS:
        others = [each for each in first.rows if each.table is not row.table]
        yield Entry(row.code, [row, *others], [_repeats(row, other)])
    else:
        first.findings.append(_repeats(row, other))


def _repeats(row: Row, other: Row) -> Finding:
    return row.finding(
        Code.REPEATED_PUPIL,
        f"Mã học sinh {row.code} có ở hai hàng ({row.code_cell.ref} và {other.code_cell.ref}); "
        "hãy xoá hàng thừa hoặc sửa mã.",
    )


def _faults(entry: Entry) -> Iterable[Finding]:
    for row in entry.rows:
        if row.fault is not None:
            yield row.finding(row.fault.code, row.fault.message)


def _missing(entry: Entry, tables: Sequence[Table]) -> Iterable[Finding]:
    if any(row.fault is not None for row in entry.rows):
        return
    for table in tables:
        if CODE in table.columns and entry.row_in(table) is None:
            yield _missing_in(entry.rows[0], table)


def _missing_in(row: Row, table: Table) -> Finding:
    comments = table.role is Role.COMMENTS
    return row.finding(
        Code.MISSING_IN_SHEET,
        f"Học sinh {row.code} có ở trang «{row.table.name}» nhưng không có ở trang "
        f"«{table.name}»; hãy thêm vào hoặc sửa mã học sinh.",
        Severity.WARNING if comments else Severity.ERROR,
    )


def shared_fields(tables: Sequence[Table], exempt: Iterable[Field]) -> Iterable[Finding]:
    """Fields of the record that stand in two sheets: nobody knows which one counts."""
    seen: dict[Field, tuple[str, Cell]] = {}
    for table in tables:
        for each, (column, *_) in table.columns.items():
            here = (table.name, table.header.cell(column))
            if each in seen and each not in exempt:
                yield _shared(here, seen[each])
            seen.setdefault(each, here)


def _shared(here: tuple[str, Cell], there: tuple[str, Cell]) -> Finding:
    message = (
        f"Cột này cũng có ở trang «{there[0]}», ô {there[1].ref}; hãy chỉ giữ một bảng kết quả."
    )
    return Finding(Severity.ERROR, Code.REPEATED_COLUMN, here[0], here[1].ref, "", message)
