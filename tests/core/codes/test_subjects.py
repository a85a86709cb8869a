import unicodedata
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.codes import SUBJECTS, find_subject
from hocba.core.codes.folding import fold
from hocba.core.record import SchoolLevel
from hocba.core.rules import choose


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Tiếng Việt", "TIENGVIET"),
        ("TOÁN", "TOAN"),
        ("Ngoại ngữ 1 (Tiếng Anh)", "NGOAINGU1"),
        ("Lịch sử & Địa lý", "LICHSUDIALI"),
        ("Hóa học", "HOAHOC"),
        ("  Vật   lý ", "VATLI"),
        ("Mỹ thuật", "MITHUAT"),
        ("Nghệ thuật (Âm nhạc)", "AMNHAC"),
        ("Âm nhạc", "AMNHAC"),
        ("GDĐP", "GDDP"),
        ("Hoạt động trải nghiệm", "HDTN"),
        ("HĐTN, HN", "HDTN"),
        ("Tự nhiên & Xã hội", "TNXH"),
        ("GDQP-AN", "GDQPAN"),
    ],
)
def test_a_heading_names_its_subject(heading, code):
    for form in ("NFC", "NFD"):
        found = find_subject(unicodedata.normalize(form, heading))
        assert found is not None
        assert found.code == code


@pytest.mark.parametrize("heading", ["", "Nhận xét", "Toàn", "Khoa", "Lịch sử Đảng", "Môn"])
def test_a_heading_that_names_no_subject_is_not_guessed(heading):
    assert find_subject(heading) is None


@given(st.sampled_from(sorted(SUBJECTS)))
def test_every_spelling_of_a_subject_leads_back_to_it(code):
    subject = SUBJECTS[code]
    assert all(find_subject(spelling) is subject for spelling in subject.spellings)


def test_no_spelling_belongs_to_two_subjects():
    owners = defaultdict(set)
    for subject in SUBJECTS.values():
        for spelling in subject.spellings:
            owners[fold(spelling)].add(subject.code)
    assert all(len(codes) == 1 for codes in owners.values())


def test_codes_are_plain_capitals_and_digits():
    assert all(code.isascii() and code.isalnum() and code == code.upper() for code in SUBJECTS)


def test_a_subject_has_the_official_name_of_its_level():
    assert SUBJECTS["AMNHAC"].name_at(SchoolLevel.PRIMARY) == "Nghệ thuật (Âm nhạc)"
    assert SUBJECTS["AMNHAC"].name_at(SchoolLevel.UPPER_SECONDARY) == "Âm nhạc"
    assert SUBJECTS["HDTN"].name_at(SchoolLevel.PRIMARY) == "Hoạt động trải nghiệm"
    assert SUBJECTS["TOAN"].name_at(SchoolLevel.PRIMARY) == "Toán"


@pytest.mark.parametrize("grade", range(1, 13))
def test_every_subject_of_a_programme_has_a_name(grade):
    rules = choose(SchoolLevel.of_grade(grade), grade, "2024-2025")
    assert {rule.code for rule in rules.subjects} <= SUBJECTS.keys()
