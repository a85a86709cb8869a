"""What was found is told by pupil, and once where it is the same in many cells."""

from __future__ import annotations

from hocba.core.finding import Finding, Severity
from hocba.school.imports import ImportReport, groups, title_of
from hocba.school.imports.report import CheckedPupil


def finding(pupil: str, cell: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(severity, "SAI", "Tổng hợp", cell, pupil, "Điểm phải từ 0 đến 10.")


def checked(code: str, *, accepted: bool) -> CheckedPupil:
    return CheckedPupil(code, f"Học Sinh Mẫu {code}", accepted, None, None, None, None)


def report(*findings: Finding, class_name: str = "4A1") -> ImportReport:
    pupils = (
        checked("1", accepted=False),
        checked("2", accepted=True),
        checked("3", accepted=True),
    )
    return ImportReport(class_name, 4, None, "2023-2024", "Trường Mẫu", "", findings, pupils)


def test_what_holds_back_stands_before_what_is_only_doubtful():
    found = groups(report(finding("2", "D5"), finding("1", "D4", Severity.ERROR), finding("", "")))
    assert [group.title for group in found] == [
        "Cả bảng",
        "Giữ lại: 1 Học Sinh Mẫu 1",
        "Học sinh được nhận, cần xem lại",
    ]
    assert [group.lines[0].word for group in found] == ["Cảnh báo", "Lỗi", "Cảnh báo"]
    assert groups(report()) == []


def test_the_same_in_many_cells_is_one_line_that_names_eight_of_them():
    (group,) = groups(report(*(finding("2", f"D{row}") for row in range(1, 11))))
    (line,) = group.lines
    assert line.place == "«Tổng hợp» D1, D2, D3, D4, D5, D6, D7, D8 và 2 ô nữa"


def test_a_finding_of_the_whole_file_has_no_place():
    (group,) = groups(report(Finding(Severity.ERROR, "SAI", "", "", "", "Thiếu cột.")))
    assert group.lines[0].place == ""


def test_the_title_says_what_is_known():
    assert title_of(report()) == "Lớp 4A1 · năm học 2023-2024 · Trường Mẫu"
    assert title_of(report(class_name="")) == "năm học 2023-2024 · Trường Mẫu"
    assert title_of(ImportReport("", None, None, "", "", "", (), ())) == "Chưa rõ lớp, năm học"
