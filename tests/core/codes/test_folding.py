import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.codes.folding import fold

LETTERS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẵặốồộờợụýỹ &-(),", max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoá học", "Hóa học"),
        ("Mĩ thuật", "MỸ THUẬT"),
        ("Địa lí", "địa  lý"),
        ("Lịch sử & Địa lí", "Lịch sử và Địa lý"),
        ("Hoạt động trải nghiệm, hướng nghiệp", "Hoạt động trải nghiệm hướng nghiệp"),
        ("Nghệ thuật (Âm nhạc)", "Nghệ thuật - Âm nhạc"),
    ],
)
def test_two_spellings_of_a_name_share_a_key(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Toán", "Toàn"), ("Toán", "Toan"), ("Tin", "Tìn")])
def test_another_tone_is_another_name(one, other):
    assert fold(one) != fold(other)


@given(LETTERS)
def test_composition_case_and_blanks_make_no_difference(text):
    for form in ("NFC", "NFD"):
        assert fold(f"  {unicodedata.normalize(form, text).upper()} ") == fold(text)
