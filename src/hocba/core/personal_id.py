"""The 12-digit personal ID (số định danh cá nhân) held against the person it names.

Nghị định 137/2015/NĐ-CP, Điều 13: three digits for the province of birth registration, one
for century of birth and sex (0 and 1: male and female of the twentieth century, 2 and 3 of
the twenty-first, and so on), two for the year of birth, six at random.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from hocba.core.codes.words import words
from hocba.core.errors import InputError
from hocba.core.finding import Severity, Violation
from hocba.core.record import Sex

_SHAPE = re.compile(r"[0-9]{12}")
_FIELD = ("personal_id",)
_CENTURY_OF_DIGIT_ZERO = 1900


@dataclass(frozen=True, slots=True)
class PersonalId:
    """What the digits say: province code, sex and year of birth."""

    province: str
    sex: Sex
    birth_year: int


def parse(personal_id: str) -> PersonalId:
    """Read the twelve digits. Raises InputError when there are not exactly twelve."""
    if not _SHAPE.fullmatch(personal_id):
        raise InputError(
            f"Số định danh «{personal_id}» phải gồm đúng 12 chữ số.", code="SO_DINH_DANH_SAI"
        )
    century_and_sex = int(personal_id[3])
    return PersonalId(
        province=personal_id[:3],
        sex=Sex.FEMALE if century_and_sex % 2 else Sex.MALE,
        birth_year=_CENTURY_OF_DIGIT_ZERO + 100 * (century_and_sex // 2) + int(personal_id[4:6]),
    )


def check(personal_id: str, birth_date: date, sex: Sex) -> tuple[Violation, ...]:
    """Hold the number against birth date and sex; an unknown sex contradicts nothing."""
    if not personal_id:
        return (_error("THIEU_SO_DINH_DANH", "Thiếu số định danh cá nhân (12 chữ số)."),)
    try:
        said = parse(personal_id)
    except InputError as wrong:
        return (_error(wrong.code, wrong.message),)
    found = []
    if said.birth_year != birth_date.year:
        found.append(_year_differs(personal_id, said, birth_date))
    if sex is not Sex.UNKNOWN and said.sex is not sex:
        found.append(_sex_differs(personal_id, said, sex))
    return tuple(found)


def _year_differs(personal_id: str, said: PersonalId, birth_date: date) -> Violation:
    return _error(
        "SO_DINH_DANH_KHAC_NGAY_SINH",
        f"Số định danh {personal_id} cho biết năm sinh {said.birth_year}, "
        f"nhưng ngày sinh ghi {birth_date:%d/%m/%Y}.",
    )


def _sex_differs(personal_id: str, said: PersonalId, sex: Sex) -> Violation:
    return _error(
        "SO_DINH_DANH_KHAC_GIOI_TINH",
        f"Số định danh {personal_id} cho biết giới tính {words(said.sex)}, "
        f"nhưng hồ sơ ghi {words(sex)}.",
    )


def _error(code: str, message: str) -> Violation:
    return Violation(Severity.ERROR, code, _FIELD, message)
