"""A class's workbook as schools keep it: what is read, what is found, who goes on."""

from __future__ import annotations

import io
import time
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from hocba.core.errors import InputError
from hocba.core.finding import Severity
from hocba.core.record import PrimaryResult, SecondaryOutcome, Sex
from hocba.school.imports import as_json
from tests.school.imports.builders import (
    CLASS_2B,
    CLASS_4A1,
    CLASS_7A2,
    CLASS_11A3,
    COMMENTS,
    PERSONS,
    RESULTS,
    YEAR,
    changed,
    check,
    check_with,
    codes,
    columns_of,
    findings_at,
    held_back,
    only_code_at,
    pupil,
    records,
    renamed,
    rewritten,
    saved,
    untouched,
    with_cells,
    write_one_row,
    write_two_rows,
)

FIRST, SECOND = "0184230386", "0112460710"
"""The pupils of 4A1 in rows 7 and 8 of the results, 2 and 3 of the other sheets."""


# The sample classes


def test_class_4a1_has_nothing_to_say_about():
    report = untouched(CLASS_4A1)
    assert report.clean
    assert (report.counts.read, report.counts.accepted, report.counts.held_back) == (34, 34, 0)
    assert (report.class_name, report.grade, report.school_year) == ("4A1", 4, "2023-2024")
    assert report.school_name == "TRƯỜNG TIỂU HỌC PHÚ LƯƠNG I"
    assert report.unit_name == "PHÒNG GD&ĐT QUẬN HÀ ĐÔNG"


@pytest.mark.parametrize(("sample", "pupils"), [(CLASS_2B, 31), (CLASS_7A2, 42)])
def test_classes_2b_and_7a2_are_accepted_with_warnings(sample, pupils):
    report = untouched(sample)
    assert {finding.severity for finding in report.findings} == {Severity.WARNING}
    assert report.counts.accepted == report.counts.read == pupils


def test_class_11a3_is_warned_of_three_titles_below_what_the_circular_gives():
    report = untouched(CLASS_11A3)
    titles = [f for f in report.findings if "Học sinh Xuất sắc" in f.message]
    assert [f.cell for f in titles] == ["AX20", "AX21", "AX48"]
    assert {f.severity for f in report.findings} == {Severity.WARNING}
    assert (report.counts.read, report.counts.held_back) == (45, 0)


def test_a_person_is_read_as_the_form_needs_it():
    person = pupil(untouched(CLASS_4A1), "0193318800").pupil
    assert person is not None
    assert (person.personal_id, person.full_name) == ("001314724779", "Lê Minh Hân")
    assert (person.birth_date, person.sex) == (date(2014, 5, 21), Sex.FEMALE)
    assert (person.ethnic_group, person.nationality) == ("Mường", "Việt Nam")
    assert (person.birth_place, person.address) == ("Hà Nội", "Số 120 đường Láng, Hà Nội")
    assert (person.father, person.mother) == ("Lê Văn Hiếu", "Ngô Thị Chi")


def test_comments_are_joined_by_pupil_code():
    results = pupil(untouched(CLASS_4A1), FIRST).results
    assert results.quality_comment == "Ngoan, lễ phép, biết giúp đỡ bạn."
    assert results.competence_comment == "Biết tự học, hợp tác tốt trong nhóm."
    comments = {subject.subject: subject.comment for subject in results.subjects}
    assert comments["DAODUC"] == "Tiếp thu bài nhanh, trình bày rõ ràng."
    assert all(comments.values())


def test_a_secondary_page_keeps_the_words_of_the_homeroom_teacher():
    results = pupil(untouched(CLASS_7A2), "0160243122").results
    assert results.homeroom_comment == "Hăng hái tham gia hoạt động nhóm."
    assert results.absences == 3


def test_a_pupil_who_is_not_assessed_is_recorded_as_such():
    not_assessed = [p for p in untouched(CLASS_2B).pupils if p.results.not_assessed]
    assert len(not_assessed) == 1
    assert not_assessed[0].accepted
    assert not_assessed[0].stated.result is None


def test_a_workbook_is_checked_in_well_under_a_second():
    data = CLASS_11A3.read_bytes()
    begun = time.perf_counter()
    check(data)
    assert time.perf_counter() - begun < 0.5


# Columns are found by their headings


@pytest.mark.parametrize("sample", [CLASS_4A1, CLASS_2B, CLASS_7A2, CLASS_11A3])
@pytest.mark.parametrize("write", [write_two_rows, write_one_row])
def test_columns_may_stand_in_any_order(sample, write):
    def shuffled(columns):
        groups = {top: [c for c in columns if c.top == top] for top in {c.top for c in columns}}
        return [column for top in sorted(groups, reverse=True) for column in groups[top]]

    report = check(rewritten(sample, write, shuffled))
    assert by_subject(report) == by_subject(untouched(sample))
    assert codes(report) == codes(untouched(sample))


def by_subject(report):
    """The records without the order of their subjects and traits."""

    def plain(results):
        if hasattr(results, "qualities"):
            lists = (results.subjects, results.qualities, results.competences)
            return [set(each) for each in lists], results.quality_comment
        return set(results.subjects), results.absences, results.homeroom_comment

    return [(p.pupil, plain(p.results), p.stated, p.computed) for p in report.pupils]


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("first", [4, 5, 40])
def test_two_heading_rows_may_stand_anywhere_merged_or_not(merged, first):
    def write(sheet, columns):
        write_two_rows(sheet, columns, first, merged=merged)

    report = check(rewritten(CLASS_4A1, write))
    assert report.clean
    assert records(report) == records(untouched(CLASS_4A1))


def test_a_third_heading_row_over_all_subjects_is_understood():
    def write(sheet, columns):
        write_two_rows(sheet, columns, 6)
        sheet.cell(5, 6, "Các môn học và hoạt động giáo dục")
        sheet.merge_cells("F5:X5")

    report = check(rewritten(CLASS_4A1, write))
    assert report.clean
    assert records(report) == records(untouched(CLASS_4A1))


def test_code_and_name_may_stand_in_the_lower_heading_row():
    def write(sheet, columns):
        write_two_rows(sheet, columns, merged=False)
        for number in range(1, 6):
            sheet.cell(6, number, sheet.cell(5, number).value)
            sheet.cell(5, number).value = None

    report = check(rewritten(CLASS_4A1, write))
    assert records(report) == records(untouched(CLASS_4A1))


def test_a_name_may_be_kept_in_two_columns_under_one_heading():
    def write(sheet, columns):
        write_two_rows(sheet, columns)

    def split(columns):
        name = next(c for c in columns if c.top == "Họ và tên")
        at = columns.index(name)
        cut = [(str(v or "").strip().rpartition(" ")) for v in name.values]
        family = type(name)(name.top, "", tuple(c[0] or None for c in cut))
        given = type(name)(name.top, "", tuple(c[2] or None for c in cut))
        return [*columns[:at], family, given, *columns[at + 1 :]]

    data = rewritten(CLASS_4A1, write, split)
    report = check(changed(io.BytesIO(data), lambda book: merge_name_headings(book["Trang 1"])))
    assert records(report) == records(untouched(CLASS_4A1))


def merge_name_headings(sheet):
    for merged in ("C5:C6", "D5:D6", "C5:D5"):
        if merged in {str(each) for each in sheet.merged_cells.ranges}:
            sheet.unmerge_cells(merged)
    sheet["D5"].value = None
    sheet.merge_cells("C5:D6")


SYNONYMS = {
    "Mã học sinh": "MÃ HS",
    "Nam/Nữ": "Giới tính",
    "Mức đạt được": "Mức",
    "Điểm KTĐK": "Điểm kiểm tra định kì",
    "Nghệ thuật (Mĩ thuật)": "Mỹ thuật",
    "Lịch sử và Địa lí": "Lịch sử & Địa lý",
    "Đánh giá KQGD": "Đánh giá kết quả giáo dục",
    "HTCT lớp học": "Hoàn thành chương trình lớp học",
    "Năng lực cốt lõi": "Những năng lực cốt lõi",
    "T": "Hoàn thành tốt",
    "H": "HT",
    "C": "cht",
    "x": "X",
    "Học sinh Xuất sắc": "HSXS",
    "Nữ": "NỮ",
}


def test_synonyms_in_headings_and_cells_give_the_same_records():
    def arrange(columns):
        subjects = [c for c in columns if c.top not in ("Phẩm chất chủ yếu", "Năng lực cốt lõi")]
        traits = [c for c in columns if c not in subjects]
        words = {k: v for k, v in SYNONYMS.items() if k != "T"} | {"T": "Tốt", "Đ": "Đạt"}
        return [*renamed(subjects, SYNONYMS), *renamed(traits, words)]

    report = check(rewritten(CLASS_4A1, write_two_rows, arrange))
    assert report.clean
    assert records(report) == records(untouched(CLASS_4A1))


@pytest.mark.parametrize(
    "terms",
    [("HK1", "HK2", "Cả năm"), ("Học kỳ 1", "Học kỳ 2", "CN"), ("Học kì I", "Học kì II", "Cả năm")],
)
def test_terms_have_many_names(terms):
    words = dict(zip(("HKI", "HKII", "CN"), terms, strict=True)) | {
        "Đ": "Đạt", "CĐ": "Chưa đạt", "T": "Tốt", "K": "Khá",
    }  # fmt: skip
    report = check(rewritten(CLASS_7A2, write_two_rows, lambda columns: renamed(columns, words)))
    assert records(report) == records(untouched(CLASS_7A2))


def test_decomposed_accents_blanks_and_case_change_nothing():
    def muddle(book):
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and not cell.value[:1].isdigit():
                        blanks = cell.value.replace(" ", "\u00a0\u200b ")
                        cell.value = "\u200b " + unicodedata.normalize("NFD", blanks) + "\u00a0"

    report = check(changed(CLASS_4A1, muddle))
    assert report.clean
    assert records(report) == records(untouched(CLASS_4A1))


def test_sheets_are_known_by_their_columns_in_any_order_under_any_name():
    def shuffle(book):
        for number, sheet in enumerate(book.worksheets):
            sheet.title = f"Sheet{number}"
        book.move_sheet("Sheet2", -2)

    report = check(changed(CLASS_4A1, shuffle))
    assert report.clean
    assert records(report) == records(untouched(CLASS_4A1))


def test_hidden_and_unrelated_sheets_are_left_alone():
    def add(book):
        book.create_sheet("Hướng dẫn", 0).append(["Điền vào các ô trắng", 1, 2])
        hidden = book.create_sheet("Nháp")
        hidden.append(["STT", "Mã học sinh", "Họ và tên", "Toán"])
        hidden.append([1, "9999999999", "Không Có Thật", "T"])
        hidden.sheet_state = "hidden"
        book.create_sheet("Trống")

    assert check(changed(CLASS_4A1, add)).clean


def test_results_may_be_spread_over_two_sheets():
    def split(book):
        old = book[RESULTS]
        columns = columns_of(old)
        identity, results = columns[:5], columns[5:]
        traits = [c for c in results if c.top in ("Phẩm chất chủ yếu", "Năng lực cốt lõi")]
        others = [c for c in results if c not in traits]
        for title, part in (("Môn học", others), ("Phẩm chất", traits)):
            sheet = book.create_sheet(title)
            for row in (1, 2, 3):
                sheet.cell(row, 1, old.cell(row, 1).value)
            write_two_rows(sheet, [*identity, *part])
        book.remove(old)

    report = check(changed(CLASS_4A1, split))
    assert report.clean
    assert records(report) == records(untouched(CLASS_4A1))


def test_a_result_that_stands_in_two_sheets_holds_the_class_back():
    report = check(changed(CLASS_4A1, lambda book: book.copy_worksheet(book[RESULTS])))
    assert "COT_TRUNG" in codes(report)
    assert report.counts.accepted == 0


def test_repeated_heading_rows_column_numbers_blank_rows_and_totals_are_no_pupils():
    def disturb(book):
        sheet = book[RESULTS]
        sheet.insert_rows(20, 3)
        for column in range(1, 43):
            sheet.cell(20, column, sheet.cell(5, column).value)
            sheet.cell(21, column, sheet.cell(6, column).value)
        for cell in ("C45", "C46"):
            sheet[cell].value = None
        sheet["A46"], sheet["F46"] = "Tổng số T", 22
        sheet["AN48"] = "Hà Đông, ngày 25 tháng 5 năm 2024"
        sheet["AN49"], sheet["C49"] = "HIỆU TRƯỞNG", "Giáo viên chủ nhiệm"
        sheet["AN53"] = "Nguyễn Thị Hiền"
        book[PERSONS].insert_rows(2)
        for column in range(1, 13):
            book[PERSONS].cell(2, column, f"({column})")

    report = check(changed(CLASS_4A1, disturb))
    assert report.clean
    assert records(report) == records(untouched(CLASS_4A1))


def test_a_footer_may_begin_in_the_column_of_codes():
    def sign(book):
        sheet = book[RESULTS]
        sheet["C42"], sheet["C43"] = None, None
        sheet["B42"], sheet["K42"], sheet["AN42"] = "Người lập bảng", "GVCN", "HIỆU TRƯỞNG"
        sheet["B43"], sheet["K43"], sheet["AN43"] = "(Ký tên)", "(Ký tên)", "(Ký tên, đóng dấu)"
        sheet["B47"], sheet["K47"], sheet["AN47"] = "Lê Thị An", "Vũ Văn Bình", "Hồ Thị Chi"

    report = check(changed(CLASS_4A1, sign))
    assert report.clean
    assert records(report) == records(untouched(CLASS_4A1))


# Headings that cannot be understood


@pytest.mark.parametrize("cell", ["L5", "M5"])
def test_an_unknown_subject_is_one_error_of_the_class_at_its_name(cell):
    report = check_with(CLASS_4A1, {f"{RESULTS}!{cell}": "Vẽ vời"})
    assert only_code_at(report, RESULTS, cell) == "TIEU_DE_KHONG_BIET"
    assert "«Vẽ vời»" in findings_at(report, RESULTS, cell)[0].message
    assert report.counts.accepted == 0


def test_a_subject_twice_is_an_error_that_names_both_columns():
    report = check_with(CLASS_4A1, {f"{RESULTS}!H5": "Tiếng Việt"})
    found = findings_at(report, RESULTS, "H5")
    assert [finding.code for finding in found] == ["COT_TRUNG", "COT_TRUNG"]
    assert "«Tiếng Việt – Điểm KTĐK» có hai lần (xem cả ô F5)" in found[1].message
    assert report.counts.accepted == 0


def test_a_missing_subject_is_said_once_for_the_class():
    data = rewritten(CLASS_7A2, write_two_rows, lambda cs: [c for c in cs if c.top != "Nghệ thuật"])
    report = check(data)
    missing = [f for f in report.findings if f.code == "THIEU_MON"]
    assert [(f.sheet, f.cell, f.pupil, f.severity) for f in missing] == [
        ("Trang 1", "B5", "", Severity.ERROR)
    ]
    assert report.counts.accepted == 0


def test_a_subject_with_comments_but_without_levels_is_said_once_for_the_class():
    def without_ethics(columns):
        return [c for c in columns if c.top != "Đạo đức"]

    report = check(rewritten(CLASS_4A1, write_two_rows, without_ethics))
    assert [(f.code, f.pupil) for f in report.findings] == [("THIEU_MUC", "")]
    assert report.counts.accepted == 0


def test_a_column_without_a_heading_is_not_passed_over_in_silence():
    report = check_with(CLASS_4A1, {f"{RESULTS}!AQ9": 5, f"{RESULTS}!AQ7": 6})
    assert only_code_at(report, RESULTS, "AQ7") == "COT_KHONG_TIEU_DE"
    assert report.counts.accepted == 34


def test_a_column_that_the_page_has_no_place_for_is_said():
    report = check_with(CLASS_4A1, {f"{RESULTS}!AQ5": "Số buổi nghỉ", f"{RESULTS}!AQ7": 3})
    assert only_code_at(report, RESULTS, "AQ5") == "COT_KHONG_DUNG"
    assert report.counts.accepted == 34


@pytest.mark.parametrize(
    ("column", "title"),
    [("C1", "Số định danh cá nhân"), ("B1", "Mã học sinh")],
)
def test_a_missing_column_of_the_persons_is_said_once(column, title):
    report = check_with(CLASS_4A1, {f"{PERSONS}!{column}": None})
    missing = [f for f in report.findings if f.code == "THIEU_COT" and not f.pupil]
    assert any(f"«{title}»" in finding.message for finding in missing)
    assert report.counts.accepted == 0


def test_a_sheet_whose_headings_were_lost_is_not_passed_over():
    report = check(changed(CLASS_4A1, lambda book: book[COMMENTS].delete_rows(1)))
    assert only_code_at(report, COMMENTS, "B1") == "KHONG_CO_TIEU_DE"
    assert report.counts.accepted == 0


def test_a_workbook_without_any_headings_has_one_finding():
    book = Workbook()
    book.active.append(["0184230386", "Phạm Minh Lâm", "T", 7])
    report = check(saved(book))
    assert [f.code for f in report.findings] == ["KHONG_CO_TIEU_DE"]
    assert report.counts.read == 0


def test_an_empty_workbook_has_one_finding():
    report = check(saved(Workbook()))
    assert [f.code for f in report.findings] == ["KHONG_CO_DU_LIEU"]


def test_a_table_without_pupils_is_said():
    def empty(book):
        book[RESULTS].delete_rows(7, 60)
        book[COMMENTS].delete_rows(2, 60)
        book[PERSONS].delete_rows(2, 60)

    report = check(changed(CLASS_4A1, empty))
    assert codes(report) == {"KHONG_CO_HOC_SINH"}
    assert not report.clean


def test_a_workbook_of_persons_only_has_no_results():
    def strip(book):
        del book[RESULTS], book[COMMENTS]

    report = check(changed(CLASS_4A1, strip))
    assert "KHONG_CO_BANG_KET_QUA" in codes(report)
    assert (report.counts.read, report.counts.accepted) == (34, 0)


# Class, grade and school year


@pytest.mark.parametrize(
    ("title", "name", "grade"),
    [
        ("LỚP 4A1 - NĂM HỌC 2023-2024", "4A1", 4),
        ("Lớp: 4 A1, năm học 2023 – 2024", "4A1", 4),
        ("Lớp 4B (2023/2024)", "4B", 4),
        ("KHỐI 4 LỚP 4.2 NĂM HỌC 2023-2024", "4.2", 4),
        ("lớp 4/3 năm học 2023-2024", "4/3", 4),
        ("LỚP 4 NĂM HỌC 2023-2024", "4", 4),
        ("KẾT QUẢ LỚP 4 - LỚP 4A1 - NĂM HỌC 2023-2024", "4A1", 4),
        (unicodedata.normalize("NFD", "LỚP 4Đ NĂM HỌC 2023-2024"), "4Đ", 4),
    ],
)
def test_class_grade_and_year_are_read_from_the_titles(title, name, grade):
    report = check_with(CLASS_4A1, {f"{RESULTS}!A3": title})
    assert (report.class_name, report.grade, report.school_year) == (name, grade, "2023-2024")
    assert report.clean


def test_a_label_and_its_value_may_stand_in_two_cells():
    def split(book):
        sheet = book[RESULTS]
        sheet.unmerge_cells("A3:AP3")
        sheet["A3"], sheet["C3"] = "Lớp:", "4A1"
        sheet["E3"], sheet["G3"] = "Năm học:", "2023 - 2024"

    report = check(changed(CLASS_4A1, split))
    assert (report.class_name, report.school_year) == ("4A1", "2023-2024")
    assert report.clean


def test_without_class_and_year_in_the_titles_the_options_are_needed():
    data = with_cells(CLASS_4A1, {f"{RESULTS}!A3": "BẢNG TỔNG HỢP"})
    report = check(data)
    assert codes(report) == {"THIEU_LOP", "THIEU_NAM_HOC"}
    assert (report.counts.read, report.counts.accepted) == (34, 0)
    report = check(data, class_name="4a1", school_year="2023-2024")
    assert report.clean
    assert (report.class_name, report.grade) == ("4A1", 4)
    with pytest.raises(InputError, match="Tên lớp"):
        check(data, class_name="<4A1>")


def test_two_classes_in_the_titles_are_a_finding_that_an_option_settles():
    data = with_cells(CLASS_4A1, {f"{RESULTS}!A4": "LỚP 4A2"})
    report = check(data)
    assert only_code_at(report, RESULTS, "A4") == "NHIEU_LOP"
    assert report.counts.accepted == 0
    assert check(data, class_name="4A1").clean


def test_two_school_years_in_the_titles_are_a_finding_that_an_option_settles():
    data = with_cells(CLASS_4A1, {f"{RESULTS}!A4": "Năm học 2022-2023"})
    assert only_code_at(check(data), RESULTS, "A4") == "NHIEU_NAM_HOC"
    assert check(data, school_year="2023-2024").clean


def test_a_school_year_of_three_years_is_a_finding():
    title = "LỚP 4A1 NĂM HỌC 2023-2025"
    report = check_with(CLASS_4A1, {f"{RESULTS}!A3": title})
    assert only_code_at(report, RESULTS, "A3") == "THIEU_NAM_HOC"


@pytest.mark.parametrize("title", ["KHỐI 3 - LỚP 4A1", "LỚP 3 - LỚP 4A1"])
def test_a_grade_that_the_class_name_contradicts_is_a_finding(title):
    report = check(CLASS_4A1.read_bytes(), grade=3)
    assert "KHOI_KHAC_TEN_LOP" in codes(report)
    assert report.counts.accepted == 0
    report = check_with(CLASS_4A1, {f"{RESULTS}!A3": f"{title} NĂM HỌC 2023-2024"})
    assert "KHOI_KHAC_TEN_LOP" in {f.code for f in findings_at(report, RESULTS, "A3")}


@pytest.mark.parametrize(("sample", "title"), [(CLASS_4A1, "5A1"), (CLASS_7A2, "9A2")])
def test_a_grade_that_is_not_open_holds_everybody_back(sample, title):
    sheet = RESULTS if sample is CLASS_4A1 else YEAR
    report = check_with(sample, {f"{sheet}!A3": f"LỚP {title} NĂM HỌC 2023-2024"})
    assert only_code_at(report, sheet, "A3") == "KHOI_CHUA_MO"
    assert len(report.findings) == 1
    assert report.counts.accepted == 0
    assert report.counts.read > 30


def test_a_table_of_another_level_of_schooling_is_refused():
    report = check_with(CLASS_4A1, {f"{RESULTS}!A3": "LỚP 7A1 NĂM HỌC 2023-2024"})
    assert "BANG_KHAC_CAP_HOC" in codes(report)
    assert report.counts.accepted == 0


# Cells


def test_every_bad_cell_is_found_in_one_go_and_only_its_pupil_held_back():
    report = check_with(
        CLASS_4A1,
        {
            f"{RESULTS}!G7": 11,
            f"{RESULTS}!I7": "chín",
            f"{RESULTS}!F7": "X",
            f"{RESULTS}!Y7": "Giỏi",
            f"{RESULTS}!N7": 7.5,
            f"{RESULTS}!G8": 0,
            f"{RESULTS}!AN9": "Hoàn thành xuất sắc",
            f"{PERSONS}!E5": "31/02/2014",
        },
    )
    places = {(f.sheet, f.cell): str(f.code) for f in report.findings}
    assert places[RESULTS, "G7"] == "DIEM_NGOAI_THANG"
    assert places[RESULTS, "I7"] == "DIEM_SAI"
    assert places[RESULTS, "F7"] == "MUC_SAI"
    assert places[RESULTS, "Y7"] == "MUC_SAI"
    assert places[RESULTS, "N7"] == "DIEM_SAI"
    assert places[RESULTS, "G8"] == "DIEM_NGOAI_THANG"
    assert places[RESULTS, "AN9"] == "KHAC_QUY_DINH"
    assert places[PERSONS, "E5"] == "NGAY_SINH_SAI"
    assert len(places) == 8 == len(report.findings)
    assert held_back(report) == {FIRST, SECOND, "0193318800", "0138974030"}
    untouched_records = records(untouched(CLASS_4A1))
    assert records(report)[4:] == untouched_records[4:]


def test_a_missing_level_and_a_missing_score_point_at_the_blank_cells():
    report = check_with(CLASS_4A1, {f"{RESULTS}!L7": None, f"{RESULTS}!G7": None})
    assert only_code_at(report, RESULTS, "L7") == "THIEU_MUC"
    assert only_code_at(report, RESULTS, "G7") == "THIEU_DIEM"
    assert held_back(report) == {FIRST}


def test_a_formula_without_a_value_is_named_by_its_cell():
    report = check_with(CLASS_4A1, {f"{RESULTS}!G7": "=3+4"})
    assert only_code_at(report, RESULTS, "G7") == "CONG_THUC_CHUA_TINH"
    assert held_back(report) == {FIRST}


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!"])
def test_an_excel_error_is_named_by_its_cell(error):
    report = check_with(CLASS_4A1, {f"{RESULTS}!AN7": error, f"{PERSONS}!D3": error})
    assert only_code_at(report, RESULTS, "AN7") == "O_LOI_EXCEL"
    assert only_code_at(report, PERSONS, "D3") == "O_LOI_EXCEL"
    assert error in findings_at(report, RESULTS, "AN7")[0].message
    assert held_back(report) == {FIRST, SECOND}


def test_a_score_that_excel_turned_into_a_date_is_recognised():
    report = check_with(CLASS_7A2, {f"{YEAR}!F7": date(2024, 5, 8)})
    assert only_code_at(report, YEAR, "F7") == "O_BI_DOI_THANH_NGAY"


def test_scores_may_be_texts_with_comma_or_point():
    values = {f"{YEAR}!F7": "9,9", f"{YEAR}!G7": "8.4", f"{YEAR}!H7": 8.9, f"{YEAR}!AV7": "3"}
    report = check_with(CLASS_7A2, values)
    assert records(report) == records(untouched(CLASS_7A2))


def test_a_score_with_two_decimals_is_not_rounded_in_silence():
    report = check_with(CLASS_7A2, {f"{YEAR}!H7": 8.9333333})
    assert only_code_at(report, YEAR, "H7") == "DIEM_QUA_MOT_CHU_SO"


def test_a_zero_is_a_score_in_secondary_school():
    report = check_with(CLASS_7A2, {f"{YEAR}!F7": 0})
    first = pupil(report, "0160243122")
    assert first.results.subjects[0].term1 == Decimal("0.0")
    assert "DIEM_SAI" not in codes(report)


def test_promotion_is_said_in_the_words_of_the_circular():
    kept_back = "0182195026"
    for words in ("Ở lại lớp", "Phải kiểm tra lại", "Rèn luyện hè"):
        report = check_with(CLASS_7A2, {f"{YEAR}!AW25": words})
        assert pupil(report, kept_back).stated.promoted is False
        assert pupil(report, kept_back).accepted
    report = check_with(CLASS_7A2, {f"{YEAR}!AW25": "Lên lớp"})
    assert only_code_at(report, YEAR, "AW25") == "KHAC_QUY_DINH"
    assert held_back(report) == {kept_back}


def test_a_retest_is_read_from_its_own_column_and_counts_for_promotion():
    def with_retest(columns):
        math = [c for c in columns if c.top == "Toán"]
        after = columns.index(math[-1]) + 1
        values = [None] * len(math[0].values)
        values[18] = 5.5
        retest = type(math[0])("Toán", "KT lại", tuple(values))
        return [*columns[:after], retest, *columns[after:]]

    report = check(rewritten(CLASS_7A2, write_two_rows, with_retest))
    kept_back = pupil(report, "0182195026")
    marks = {subject.subject: subject.retest for subject in kept_back.results.subjects}
    assert marks["TOAN"] == Decimal("5.5")
    assert isinstance(kept_back.computed, SecondaryOutcome)


def test_not_assessed_is_said_in_the_result_and_excuses_blank_cells():
    blank = {f"{RESULTS}!{column}7": None for column in ("F", "G", "H", "I", "Y", "AP")}
    said = {f"{RESULTS}!AN7": "Khuyết tật, không đánh giá"}
    report = check_with(CLASS_4A1, blank | said)
    assert report.clean
    assert pupil(report, FIRST).results.not_assessed
    assert pupil(report, FIRST).computed.result is None


def test_an_upper_secondary_pupil_has_only_the_chosen_subjects_that_were_taken():
    def add_choice(columns):
        physics = [c for c in columns if c.top == "Vật lí"]
        after = columns.index(physics[-1]) + 1
        geography = [
            type(c)("Địa lí", c.sub, (physics[i].values[0], *[None] * (len(c.values) - 1)))
            for i, c in enumerate(physics)
        ]
        emptied = [type(c)(c.top, c.sub, (None, *c.values[1:])) for c in physics]
        rest = [c for c in columns if c not in physics]
        return [*rest[: after - 3], *emptied, *geography, *rest[after - 3 :]]

    report = check(rewritten(CLASS_11A3, write_two_rows, add_choice))
    first, second, *_ = report.pupils
    taken = [{subject.subject for subject in p.results.subjects} for p in (first, second)]
    assert "DIALI" in taken[0] - taken[1]
    assert "VATLI" in taken[1] - taken[0]
    assert codes(report) == codes(untouched(CLASS_11A3))


# Pupils


def test_a_pupil_code_stored_as_a_number_is_found_and_joined_but_held_back():
    report = check_with(CLASS_4A1, {f"{RESULTS}!B7": 184230386})
    assert only_code_at(report, RESULTS, "B7") == "MA_HOC_SINH_LA_SO"
    assert held_back(report) == {FIRST}
    assert report.counts.read == 34


def test_a_code_that_lost_its_zero_as_text_is_found_too():
    report = check_with(CLASS_4A1, {f"{COMMENTS}!B2": "184230386"})
    assert only_code_at(report, COMMENTS, "B2") == "MA_HOC_SINH_KHAC_NHAU"
    assert held_back(report) == {FIRST}
    assert report.counts.read == 34


def test_codes_that_are_numbers_everywhere_hold_everybody_back():
    def numbers(book):
        for sheet, first, last in ((RESULTS, 7, 40), (COMMENTS, 2, 35), (PERSONS, 2, 35)):
            for row in range(first, last + 1):
                book[sheet].cell(row, 2).value = int(book[sheet].cell(row, 2).value)

    report = check(changed(CLASS_4A1, numbers))
    assert codes(report) == {"MA_HOC_SINH_LA_SO"}
    assert (report.counts.read, report.counts.held_back) == (34, 34)


def test_a_personal_id_stored_as_a_number_is_never_guessed():
    report = check_with(CLASS_4A1, {f"{PERSONS}!C2": 1214297226})
    assert only_code_at(report, PERSONS, "C2") == "SO_DINH_DANH_LA_SO"
    assert pupil(report, FIRST).pupil is None
    assert held_back(report) == {FIRST}


def test_a_pupil_twice_is_held_back_at_both_rows():
    report = check_with(CLASS_4A1, {f"{RESULTS}!B8": FIRST})
    assert only_code_at(report, RESULTS, "B7") == "TRUNG_HOC_SINH"
    assert only_code_at(report, RESULTS, "B8") == "TRUNG_HOC_SINH"
    assert {FIRST, SECOND} == held_back(report)


def test_a_person_twice_is_held_back():
    report = check_with(CLASS_4A1, {f"{PERSONS}!B3": FIRST})
    assert {f.code for f in findings_at(report, PERSONS, "B3")} == {"TRUNG_HOC_SINH"}
    assert only_code_at(report, PERSONS, "B2") == "TRUNG_HOC_SINH"
    assert {FIRST, SECOND} == held_back(report)


def test_two_pupils_with_one_personal_id_are_both_held_back():
    report = check_with(CLASS_4A1, {f"{PERSONS}!C3": "001214297226"})
    assert only_code_at(report, PERSONS, "C2") == "TRUNG_SO_DINH_DANH"
    assert only_code_at(report, PERSONS, "C3") == "TRUNG_SO_DINH_DANH"
    assert held_back(report) == {FIRST, SECOND}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("001213297226", "SO_DINH_DANH_KHAC_NGAY_SINH"),
        ("001314297226", "SO_DINH_DANH_KHAC_GIOI_TINH"),
        ("00121429722", "SO_DINH_DANH_SAI"),
        ("00121429722A", "SO_DINH_DANH_SAI"),
        (None, "THIEU_SO_DINH_DANH"),
    ],
)
def test_a_personal_id_is_held_against_the_person(number, code):
    report = check_with(CLASS_4A1, {f"{PERSONS}!C2": number})
    assert only_code_at(report, PERSONS, "C2") == code
    assert held_back(report) == {FIRST}


def test_a_pupil_in_the_results_but_not_among_the_persons_is_held_back():
    report = check(changed(CLASS_4A1, lambda book: book[PERSONS].delete_rows(2)))
    assert only_code_at(report, RESULTS, "B7") == "THIEU_O_TRANG_TINH"
    assert held_back(report) == {FIRST}
    assert report.counts.read == 34


def test_a_person_without_results_is_held_back():
    report = check(changed(CLASS_4A1, lambda book: clear_row(book[RESULTS], 7)))
    places = {(f.sheet, f.cell, str(f.code)) for f in report.findings}
    assert places == {(COMMENTS, "B2", "THIEU_O_TRANG_TINH")}
    assert held_back(report) == {FIRST}


def clear_row(sheet, row):
    for cell in sheet[row]:
        cell.value = None


def test_a_pupil_without_comments_goes_on_with_a_warning():
    report = check(changed(CLASS_4A1, lambda book: book[COMMENTS].delete_rows(2)))
    (finding,) = report.findings
    assert (finding.severity, finding.code) == (Severity.WARNING, "THIEU_O_TRANG_TINH")
    assert report.counts.accepted == 34


@pytest.mark.parametrize(
    ("cell", "value", "here"),
    [
        ("C7", "Phạm Minh Long", "Phạm Minh Long"),
        ("D7", "24/10/2014", "24/10/2014"),
        ("E7", "Nữ", "Nữ"),
    ],
)
def test_a_person_who_differs_between_sheets_is_held_back(cell, value, here):
    report = check_with(CLASS_4A1, {f"{RESULTS}!{cell}": value})
    assert only_code_at(report, RESULTS, cell) == "KHAC_GIUA_TRANG_TINH"
    message = findings_at(report, RESULTS, cell)[0].message
    assert f"«{here}»" in message
    assert f"«{PERSONS}»" in message
    assert held_back(report) == {FIRST}


def test_a_name_in_capitals_is_the_same_name():
    report = check_with(CLASS_4A1, {f"{RESULTS}!C7": "PHẠM MINH LÂM"})
    assert report.clean
    assert pupil(report, FIRST).pupil.full_name == "Phạm Minh Lâm"


def test_a_row_without_a_code_is_held_back_and_hides_nobody():
    report = check_with(CLASS_4A1, {f"{RESULTS}!B7": None, f"{RESULTS}!B40": None})
    assert only_code_at(report, RESULTS, "B7") == "THIEU_MA_HOC_SINH"
    assert only_code_at(report, RESULTS, "B40") == "THIEU_MA_HOC_SINH"
    assert report.counts.accepted == 32


@pytest.mark.parametrize(
    ("places", "code"),
    [
        ([f"{RESULTS}!C7", f"{COMMENTS}!C2", f"{PERSONS}!D2"], "THIEU_HO_TEN"),
        ([f"{RESULTS}!D7", f"{PERSONS}!E2"], "THIEU_NGAY_SINH"),
        ([f"{RESULTS}!E7", f"{PERSONS}!F2"], "THIEU_GIOI_TINH"),
    ],
)
def test_a_fact_that_no_sheet_says_of_a_person_is_missing(places, code):
    report = check_with(CLASS_4A1, dict.fromkeys(places))
    assert only_code_at(report, *places[-1].split("!")) == code
    assert held_back(report) == {FIRST}


# What the school wrote and what the rules give


def test_both_outcomes_are_kept_side_by_side():
    report = check_with(CLASS_4A1, {f"{RESULTS}!AN7": "Hoàn thành xuất sắc"})
    first = pupil(report, FIRST)
    assert first.stated.result is PrimaryResult.HTXS
    assert first.computed.result is PrimaryResult.HTT
    json = next(p for p in as_json(report)["pupils"] if p["code"] == FIRST)
    assert (json["stated"]["result"], json["computed"]["result"]) == ("HTXS", "HTT")


def test_the_json_of_a_secondary_pupil_has_terms_promotion_and_award():
    report = untouched(CLASS_7A2)
    first = as_json(report)["pupils"][0]
    assert first["computed"] == {
        "academic": {"HK1": "T", "HK2": "T", "CN": "T"},
        "conduct": {"HK1": "T", "HK2": "T", "CN": "T"},
        "promoted": True,
        "award": first["stated"]["award"],
    }


def test_terms_may_be_the_groups_and_subjects_stand_below():
    def by_term(columns):
        inner = [c for c in columns if c.sub]
        turned = [type(c)(c.sub, c.top, c.values) for c in inner]
        order = sorted(turned, key=lambda c: ("HKI", "HKII", "CN").index(c.top))
        return [*[c for c in columns if not c.sub], *order]

    report = check(rewritten(CLASS_7A2, write_two_rows, by_term))
    assert by_subject(report) == by_subject(untouched(CLASS_7A2))
    assert codes(report) == codes(untouched(CLASS_7A2))
