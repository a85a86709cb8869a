"""What a column is, told from the words above it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.codes import COMPETENCES, QUALITIES, SUBJECTS
from hocba.core.record import SchoolLevel
from hocba.school.imports.headings import field_of, is_heading_word, plain_field
from hocba.school.imports.vocabulary import FIELDS, IGNORED, PARTS


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("Mã học sinh",), ("code",)),
        (("MÃ HS",), ("code",)),
        (("Số định danh cá nhân",), ("personal_id",)),
        (("Họ & tên",), ("name",)),
        (("Họ  và\u00a0tên",), ("name",)),
        (("Ngày, tháng, năm sinh",), ("birth_date",)),
        (("Nam/Nữ",), ("sex",)),
        (("Giới tính",), ("sex",)),
        (("Tiếng Việt", "Mức đạt được"), ("subject", "TIENGVIET", "level")),
        (("Tiếng Việt", "Điểm KTĐK"), ("subject", "TIENGVIET", "score")),
        (("Tiếng Việt - Mức đạt được",), ("subject", "TIENGVIET", "level")),
        (("Điểm KTĐK môn Toán",), ("subject", "TOAN", "score")),
        (("Toán (HKI)",), ("subject", "TOAN", "term1")),
        (("Toán_CN",), ("subject", "TOAN", "year")),
        (("Toán", "KT lại"), ("subject", "TOAN", "retest")),
        (("Nghệ thuật (Âm nhạc)", "Mức"), ("subject", "AMNHAC", "level")),
        (("Nghệ thuật (Âm nhạc) - HK1",), ("subject", "AMNHAC", "term1")),
        (("Nghệ thuật (Âm nhạc)",), ("subject", "AMNHAC")),
        (("Các môn học và hoạt động giáo dục", "Toán", "Điểm"), ("subject", "TOAN", "score")),
        (("Hoạt động trải nghiệm, hướng nghiệp", "Cả năm"), ("subject", "HDTN", "year")),
        (("Phẩm chất chủ yếu", "Yêu nước"), ("quality", "YEUNUOC")),
        (("Yêu nước",), ("quality", "YEUNUOC")),
        (("Năng lực cốt lõi", "Khoa học"), ("competence", "KHOAHOC")),
        (("Khoa học",), ("subject", "KHOAHOC")),
        (("Năng lực cốt lõi", "Năng lực đặc thù", "Tin học", "Mức"), ("competence", "TINHOC")),
        (("Phẩm chất chủ yếu", "Khoa học"), None),
        (("Phẩm chất chủ yếu - Yêu nước",), ("quality", "YEUNUOC")),
        (("Năng lực chung: Tự chủ và tự học",), ("competence", "TUCHU")),
        (("Năng lực - Nhận xét",), ("comment", "competence")),
        (("Phẩm chất",), ("quality",)),
        (("Năng lực", "Nhận xét"), ("comment", "competence")),
        (("Nhận xét phẩm chất",), ("comment", "quality")),
        (("Kết quả học tập", "HKI"), ("academic", "term1")),
        (("Kết quả rèn luyện cả năm",), ("conduct", "year")),
        (("Kết quả học tập",), None),
        (("Số buổi nghỉ",), ("absences",)),
        (("Số buổi nghỉ", "Cả năm"), ("absences",)),
        (("Số buổi nghỉ", "HKI"), IGNORED),
        (("Lên lớp",), ("promoted",)),
        (("Nhận xét của GVCN",), ("comment", "homeroom")),
        (("Đánh giá KQGD",), ("result",)),
        (("HTCT lớp học",), ("completed",)),
        (("Học kì I", "Toán"), ("subject", "TOAN", "term1")),
        (("HKII", "Kết quả rèn luyện"), ("conduct", "term2")),
        (("Nhận xét", "Tiếng Việt"), ("subject", "TIENGVIET", "comment")),
        (("Xếp hạng",), IGNORED),
        (("Vẽ vời", "HKI"), None),
        (("Mức đạt được",), None),
        ((), None),
    ],
)
def test_a_heading_names_a_field(path, field):
    assert field_of(path) == field


@pytest.mark.parametrize("level", SchoolLevel)
@pytest.mark.parametrize("spelling", sorted(PARTS))
def test_every_subject_is_known_with_every_part_over_or_beside_it(level, spelling):
    for subject in SUBJECTS.values():
        name = subject.name_at(level)
        field = ("subject", subject.code, PARTS[spelling])
        assert field_of((name, spelling)) == field
        assert field_of((f"{name} - {spelling}",)) == field
        assert field_of((f"{spelling}: {name}",)) == field


@given(st.sampled_from([*QUALITIES.values(), *COMPETENCES.values()]), st.booleans())
def test_every_trait_is_known_under_its_group(trait, upper):
    kind, group = (
        ("quality", "Phẩm chất chủ yếu")
        if trait.code in QUALITIES and (QUALITIES[trait.code] is trait)
        else ("competence", "Năng lực cốt lõi")
    )
    name = trait.name.upper() if upper else trait.name
    assert field_of((group, name)) == (kind, trait.code)


@given(st.sampled_from(sorted(FIELDS)), st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_case_and_accents_do_not_hide_a_heading(spelling, form, upper):
    text = unicodedata.normalize(form, spelling.upper() if upper else spelling)
    assert plain_field(text) == FIELDS[spelling]


@given(st.text(max_size=40))
def test_any_text_is_a_heading_or_is_not(text):
    assert is_heading_word(text) in (True, False)
