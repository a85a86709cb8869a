"""What a cell's value means, and what is refused with a sentence."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.record import Attainment, Award, PassLevel, PrimaryResult, Rating, Sex, TraitLevel
from hocba.school.imports import person_cells as person
from hocba.school.imports import result_cells as results
from hocba.school.imports.cells import LONGEST_TEXT, CellFault, text
from hocba.school.imports.workbook import Cell

READERS = [
    text, person.full_name, person.pupil_code, person.personal_id, person.birth_date, person.sex,
    results.test_score, results.mark, results.sessions, results.attainment, results.trait_level,
    results.rating, results.primary_result, results.primary_award, results.secondary_award,
    results.tick, results.promotion,
]  # fmt: skip


def cell(value: object) -> Cell:
    return Cell(7, 7, value)  # type: ignore[arg-type]


def fault(read, value: object) -> str:
    with pytest.raises(CellFault) as caught:
        read(cell(value))
    return str(caught.value.code)


@pytest.mark.parametrize(
    ("read", "written", "meant"),
    [
        (results.attainment, ["T", "t", "HTT", "Hoàn thành tốt", "hoàn thành tốt."], Attainment.T),
        (results.attainment, ["H", "HT", "Hoàn thành", "HOÀN THÀNH"], Attainment.H),
        (results.attainment, ["C", "CHT", "Chưa hoàn thành", "Chua hoan thanh"], Attainment.C),
        (results.trait_level, ["T", "Tốt"], TraitLevel.T),
        (results.trait_level, ["Đ", "đ", "Đạt", "ĐẠT"], TraitLevel.D),
        (results.trait_level, ["C", "Cần cố gắng", "CCG"], TraitLevel.C),
        (results.rating, ["T", "Tốt"], Rating.T),
        (results.rating, ["K", "Khá"], Rating.K),
        (results.rating, ["Đ", "Đạt"], Rating.D),
        (results.rating, ["CĐ", "cđ", "Chưa đạt"], Rating.CD),
        (results.mark, ["Đ", "Đạt"], PassLevel.D),
        (results.mark, ["CĐ", "Chưa đạt"], PassLevel.CD),
        (results.mark, ["8,5", "8.5", "8,50", Decimal("8.5")], Decimal("8.5")),
        (results.mark, [Decimal(10), "10", "10,0"], Decimal("10.0")),
        (results.mark, ["0"], Decimal("0.0")),
        (results.test_score, ["9", "9,0", Decimal(9)], 9),
        (results.sessions, ["0", Decimal(0)], 0),
        (results.primary_result, ["HTXS", "Hoàn thành xuất sắc"], PrimaryResult.HTXS),
        (results.primary_result, ["Hoàn thành"], PrimaryResult.HT),
        (results.primary_award, ["Học sinh Xuất sắc", "HSXS"], Award.HSXS),
        (results.primary_award, ["Học sinh Tiêu biểu"], Award.HSTB),
        (results.secondary_award, ["Học sinh Giỏi", "HSG", "Giỏi"], Award.HSG),
        (results.tick, ["x", "X", "✓", "TRUE"], True),
        (results.promotion, ["Lên lớp", "Được lên lớp"], True),
        (results.promotion, ["Ở lại lớp", "Phải kiểm tra lại", "Rèn luyện hè"], False),
        (person.sex, ["Nam", "nam", "NAM"], Sex.MALE),
        (person.sex, ["Nữ", "nữ", "Nu"], Sex.FEMALE),
    ],
)
def test_the_same_is_said_in_many_ways(read, written, meant):
    for each in written:
        assert read(cell(each)) == meant
        assert type(read(cell(each))) is type(meant)


@pytest.mark.parametrize(
    ("read", "values", "code"),
    [
        (results.attainment, ["X", "Đ", "A", "5", Decimal(5), "Tốt", "TT"], "MUC_SAI"),
        (results.trait_level, ["D", "H", "CĐ", "K"], "MUC_SAI"),
        (results.rating, ["D", "CD", "TB", "Trung bình", "Yếu"], "MUC_SAI"),
        (results.mark, ["M", "tám", "8..5", "8,5,0", "D"], "DIEM_HOAC_MUC_SAI"),
        (results.mark, ["8,25", Decimal("7.2667")], "DIEM_QUA_MOT_CHU_SO"),
        (results.mark, [date(2024, 5, 8)], "O_BI_DOI_THANH_NGAY"),
        (results.test_score, ["9,5", "chín", "T", Decimal("9.5"), "1e1"], "DIEM_SAI"),
        (results.test_score, [date(2024, 5, 8)], "O_BI_DOI_THANH_NGAY"),
        (results.sessions, ["-1", "1,5", "nhiều", Decimal(401)], "SO_BUOI_NGHI_SAI"),
        (results.primary_result, ["Giỏi", "Hoàn thành rất tốt"], "KET_QUA_SAI"),
        (results.primary_award, ["Học sinh Giỏi"], "KHEN_THUONG_SAI"),
        (results.secondary_award, ["Học sinh Tiêu biểu"], "KHEN_THUONG_SAI"),
        (results.tick, ["?"], "DANH_DAU_SAI"),
        (results.promotion, ["Có thể"], "LEN_LOP_SAI"),
        (person.sex, ["M", "Khác", "1"], "GIOI_TINH_SAI"),
        (person.full_name, ["12345", Decimal(5), "A" * 101], "HO_TEN_SAI"),
        (person.personal_id, [Decimal(1214297226)], "SO_DINH_DANH_LA_SO"),
        (person.pupil_code, [Decimal(184230386)], "MA_HOC_SINH_LA_SO"),
        (person.pupil_code, ["018 423", "mã số", "<b>", "a" * 33], "MA_HOC_SINH_SAI"),
        (text, ["x" * (LONGEST_TEXT + 1)], "NOI_DUNG_QUA_DAI"),
    ],
)
def test_what_is_not_in_the_vocabulary_is_refused(read, values, code):
    for each in values:
        assert fault(read, each) == code


@pytest.mark.parametrize(
    "written",
    ["23/10/2014", "23-10-2014", "23.10.2014", "23 / 10 / 2014", "2014-10-23",
     "2014-10-23 00:00:00", "2014-10-23T00:00", date(2014, 10, 23), Decimal(41935)],
)  # fmt: skip
def test_a_birth_date_is_a_date_a_serial_number_or_text(written):
    assert person.birth_date(cell(written)) == date(2014, 10, 23)


@pytest.mark.parametrize(
    "written",
    ["10/23/2014", "31/02/2014", "23/10/14", "23/10-2014", "2014", Decimal(2014), Decimal(23102014),
     "23 tháng 10", "0/0/0000", Decimal(-5), date(1900, 1, 1), "20141023"],
)  # fmt: skip
def test_a_birth_date_that_is_none_or_has_two_readings_is_refused(written):
    assert fault(person.birth_date, written) == "NGAY_SINH_SAI"


@given(st.dates(date(1930, 1, 1), date(2100, 1, 1)), st.sampled_from("/-."))
def test_every_way_to_write_a_day_is_the_same_day(day, joint):
    padded = f"{day.day:02}{joint}{day.month:02}{joint}{day.year}"
    plain = f"{day.day}{joint}{day.month}{joint}{day.year}"
    serial = Decimal((day - date(1899, 12, 30)) // timedelta(days=1))
    for written in (padded, plain, day.isoformat(), serial, day):
        assert person.birth_date(cell(written)) == day


@given(st.decimals(0, 10, places=1))
def test_a_score_is_the_same_as_number_and_as_text(score):
    for written in (score, str(score), str(score).replace(".", ",")):
        assert results.mark(cell(written)) == score


def test_a_code_as_a_number_is_kept_where_no_zero_can_be_lost():
    assert person.pupil_code(cell(Decimal(7912345678))) == "7912345678"


def test_a_number_in_a_text_column_is_written_out():
    assert text(cell(Decimal("8.5"))) == "8,5"


@pytest.mark.parametrize("read", READERS)
def test_an_excel_error_or_an_uncomputed_formula_is_named_in_every_column(read):
    for broken, code in (
        (Cell(7, 7, error="#N/A"), "O_LOI_EXCEL"),
        (Cell(7, 7, uncomputed=True), "CONG_THUC_CHUA_TINH"),
    ):
        with pytest.raises(CellFault) as caught:
            read(broken)
        assert caught.value.code == code


_values = (
    st.text(min_size=1)
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.from_regex(r"[0-9]{1,4}[-/.,][0-9]{1,4}([-/.][0-9]{1,4})?", fullmatch=True)
)


@given(st.sampled_from(READERS), _values)
def test_any_value_is_understood_or_refused_with_a_short_sentence(read, value):
    try:
        read(cell(value))
    except CellFault as refused:
        assert refused.message.endswith(".")  # noqa: PT017 - both ends are good here
        assert len(refused.message) < 300  # noqa: PT017


@pytest.mark.parametrize(
    "said", ["Khuyết tật, không đánh giá", "KHÔNG ĐÁNH GIÁ", "Khuyet tat khong danh gia"]
)
def test_not_assessed_is_said_in_words(said):
    assert results.says_not_assessed(cell(unicodedata.normalize("NFC", said)))
    assert not results.says_not_assessed(cell("Chưa hoàn thành"))
