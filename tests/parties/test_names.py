import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.parties.names import name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TRƯỜNG THPT TRẦN HƯNG ĐẠO - HÀ ĐÔNG", "THPT Trần Hưng Đạo- Hà Đông"),
        ("PHÒNG GD&ĐT QUẬN HÀ ĐÔNG", "Phòng GDĐT quận Hà Đông"),
        ("Sở Giáo dục và Đào tạo Hà Nội", "SỞ GD&ĐT HÀ NỘI"),
        ("Trường Trung học phổ thông Chu Văn An", "THPT  Chu Văn An "),
        ("THCS&THPT Lương Thế Vinh", "Trường THCS và THPT Lương Thế Vinh"),
        ("THPT Yên Hoà", "THPT Yên Hòa"),
        ("Trường tiểu học Phú Lương I", unicodedata.normalize("NFD", "TH PHÚ LƯƠNG I")),
    ],
)
def test_two_spellings_of_one_name_are_the_same(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trường Tiểu học Phú Lương I", "Trường Tiểu học Phú Lương II"),
        ("THPT Trần Quốc Tuấn", "THCS - THPT Trần Quốc Tuấn"),
        ("THPT Hoàng Cầu", "THPT Hoàng Câu"),
        ("THPT Nguyễn Du - Mê Linh", "THPT Nguyễn Du - Thanh Oai"),
    ],
)
def test_two_schools_stay_two(one, other):
    assert name_key(one) != name_key(other)


@given(st.text(max_size=60))
def test_a_key_does_not_hang_on_the_normal_form_of_the_accents(name):
    # The Greek ypogegrammeni and its like change under case folding; no unit is written so.
    key = name_key(unicodedata.normalize("NFC", name))
    assert name_key(unicodedata.normalize("NFD", name)) == key
