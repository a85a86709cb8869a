"""A class's workbook as a whole: its tables, what is missing from them, the rules of its year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hocba.core.errors import GradeNotOpen
from hocba.core.finding import Finding, Severity
from hocba.core.record import SchoolLevel
from hocba.core.rules import RuleSet, choose
from hocba.school.imports import primary, secondary
from hocba.school.imports.findings import Code
from hocba.school.imports.join import shared_fields
from hocba.school.imports.judging import Judge
from hocba.school.imports.person import PERSON_FIELDS, missing_columns
from hocba.school.imports.tables import Role, Scheme, Table
from hocba.school.imports.titles import Titles
from hocba.school.imports.vocabulary import CODE, NUMBER
from hocba.school.imports.workbook import Sheet


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook as far as it was understood."""

    sheets: Sequence[Sheet]
    tables: Sequence[Table]
    titles: Titles

    @property
    def usable(self) -> list[Table]:
        """The tables whose rows can be joined."""
        return [table for table in self.tables if CODE in table.columns]

    @property
    def results(self) -> list[Table]:
        return [table for table in self.usable if table.role is Role.RESULTS]

    @property
    def scheme(self) -> Scheme | None:
        """Whose results the tables hold, told from their headings; None where they disagree."""
        schemes = {table.scheme for table in self.results if table.scheme}
        return schemes.pop() if len(schemes) == 1 else None

    def problems(self) -> Iterator[Finding]:
        """What is wrong with sheets, titles and columns, and so with the class as a whole."""
        if not self.tables:
            yield _no_table(self.sheets)
            return
        yield from self.titles.findings
        for table in self.tables:
            yield from table.findings
        yield from _lost_sheets(self.sheets, self.tables)
        yield from _without_code(self.tables)
        yield from missing_columns(self.tables)
        yield from shared_fields(self.tables, {*PERSON_FIELDS, NUMBER})
        yield from self._without_results()
        yield from self._without_place()
        yield from filter(None, self._rules()[1:])

    def _without_results(self) -> Iterator[Finding]:
        if not self.results:
            message = "Không trang tính nào có bảng kết quả (mức, điểm); hãy thêm bảng này."
            yield _of_class(Code.NO_RESULTS, message)
        elif not any(table.rows for table in self.usable):
            message = "Bảng không có học sinh nào dưới hàng tiêu đề; hãy kiểm tra lại tệp."
            yield _of_class(Code.NO_PUPILS, message, self.results[0].name)

    def _without_place(self) -> Iterator[Finding]:
        """Columns that the page of this level of schooling has no place for."""
        has_place = primary.has_place if self.scheme is Scheme.PRIMARY else secondary.has_place
        for table in self.tables if self.scheme else ():
            for field, (column, *_) in table.columns.items():
                if field not in PERSON_FIELDS and field != NUMBER and not has_place(field):
                    yield Finding(
                        Severity.WARNING, Code.UNUSED_COLUMN, table.name,
                        table.header.cell(column).ref, "",
                        f"Học bạ không có chỗ cho cột «{table.header.title(column)}» nên cột "
                        "này không được dùng.",
                    )  # fmt: skip

    def judge(self) -> Judge | None:
        """The rules of the class's year; None where a problem says why there are none."""
        rules, _ = self._rules()
        fields = {field for table in self.usable for field in table.columns}
        return Judge(rules, self.results[0], fields) if rules else None

    def _rules(self) -> tuple[RuleSet | None, Finding | None]:
        grade, year = self.titles.grade, self.titles.school_year
        if grade is None or not year or not self.results:
            return None, None
        try:
            rules = choose(SchoolLevel.of_grade(grade), grade, year)
        except GradeNotOpen as refused:
            return None, self._of_titles(refused.code, refused.message)
        expected = _scheme_of(grade)
        if self.scheme is expected:
            return rules, None
        return None, self._of_titles(
            Code.OTHER_LEVEL,
            f"Lớp thuộc khối {grade} nhưng bảng không có các cột của {expected.value}; "
            "hãy kiểm tra tên lớp hoặc chọn đúng tệp.",
        )

    def _of_titles(self, code: str, message: str) -> Finding:
        return _of_class(code, message, *self.titles.class_place)


def _scheme_of(grade: int) -> Scheme:
    primary_level = SchoolLevel.of_grade(grade) is SchoolLevel.PRIMARY
    return Scheme.PRIMARY if primary_level else Scheme.SECONDARY


def _of_class(code: str, message: str, sheet: str = "", cell: str = "") -> Finding:
    return Finding(Severity.ERROR, code, sheet, cell, "", message)


def _no_table(sheets: Sequence[Sheet]) -> Finding:
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        return _of_class(Code.NO_DATA, "Sổ không có dữ liệu nào; hãy chọn đúng tệp của lớp.")
    return _of_class(
        Code.NO_HEADER,
        "Không thấy hàng tiêu đề có «Mã học sinh», «Họ và tên»; hãy ghi tiêu đề cho các cột.",
        filled[0].name,
    )


def _lost_sheets(sheets: Sequence[Sheet], tables: Sequence[Table]) -> Iterator[Finding]:
    """Sheets without headings that nonetheless hold this class's pupils."""
    codes = {
        cell.text
        for table in tables
        for row in table.rows
        if (cell := table.cell(row, CODE)) and cell.text
    }
    understood = {id(table.sheet) for table in tables}
    for sheet in sheets:
        held = (cell for row in sheet.rows.values() for cell in row.values() if cell.text in codes)
        if id(sheet) not in understood and (cell := next(held, None)):
            yield _of_class(
                Code.NO_HEADER,
                "Trang tính có mã học sinh của lớp nhưng không có hàng tiêu đề nên không đọc được; "
                "hãy ghi tiêu đề cho các cột.",
                sheet.name,
                cell.ref,
            )


def _without_code(tables: Sequence[Table]) -> Iterator[Finding]:
    for table in tables:
        if CODE not in table.columns:
            yield _of_class(
                Code.NO_COLUMN,
                "Bảng không có cột «Mã học sinh» nên không nối được với các trang khác; "
                "hãy thêm cột này.",
                table.name,
            )
