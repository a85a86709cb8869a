from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.errors import InputError
from hocba.core.finding import Severity
from hocba.core.personal_id import PersonalId, check, parse
from hocba.core.record import Sex

BORN = date(2011, 10, 16)


def codes(personal_id, birth_date=BORN, sex=Sex.MALE):
    return [violation.code for violation in check(personal_id, birth_date, sex)]


def test_the_digits_say_province_sex_and_year_of_birth():
    assert parse("001211731112") == PersonalId("001", Sex.MALE, 2011)
    assert parse("079199000001") == PersonalId("079", Sex.FEMALE, 1999)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00121173111",
        "0012117311120",
        "00121173111x",
        "001 211731112",
        "００１２１１７３１１１２",
    ],
)
def test_anything_but_twelve_digits_is_refused(text):
    with pytest.raises(InputError, match="12 chữ số"):
        parse(text)


def test_a_number_that_fits_its_person_gives_nothing():
    assert codes("001211731112") == []


def test_another_year_of_birth_is_an_error_that_names_both():
    (found,) = check("001212731112", BORN, Sex.MALE)
    assert found.severity is Severity.ERROR
    assert found.code == "SO_DINH_DANH_KHAC_NGAY_SINH"
    assert found.field == ("personal_id",)
    assert "2012" in found.message
    assert "16/10/2011" in found.message


def test_another_sex_is_an_error_that_names_both():
    (found,) = check("001311731112", BORN, Sex.MALE)
    assert found.code == "SO_DINH_DANH_KHAC_GIOI_TINH"
    assert "Nữ" in found.message
    assert "Nam" in found.message


def test_another_century_is_another_year_of_birth():
    assert codes("001011731112") == ["SO_DINH_DANH_KHAC_NGAY_SINH"]


def test_year_and_sex_may_both_contradict():
    assert len(codes("001399731112")) == 2


def test_an_unknown_sex_contradicts_nothing():
    assert codes("001311731112", sex=Sex.UNKNOWN) == []


def test_a_missing_number_is_told_from_a_wrong_one():
    assert codes("") == ["THIEU_SO_DINH_DANH"]
    assert codes("12345") == ["SO_DINH_DANH_SAI"]


@given(
    birth_date=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    sex=st.sampled_from([Sex.MALE, Sex.FEMALE]),
    province=st.integers(1, 96),
    rest=st.integers(0, 999_999),
)
def test_a_number_made_for_a_person_fits_that_person_only(birth_date, sex, province, rest):
    century = 2 * (birth_date.year // 100 - 19) + (sex is Sex.FEMALE)
    personal_id = f"{province:03}{century}{birth_date.year % 100:02}{rest:06}"
    assert check(personal_id, birth_date, sex) == ()
    other = Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE
    assert len(check(personal_id, birth_date, other)) == 1
    assert len(check(personal_id, birth_date.replace(year=birth_date.year + 1, day=1), sex)) == 1
