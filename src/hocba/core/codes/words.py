"""The Vietnamese words for the values of a record, as screens, messages and forms show them."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from hocba.core.record import (
    Attainment,
    Award,
    PassLevel,
    PrimaryResult,
    Rating,
    SchoolLevel,
    Sex,
    TraitLevel,
)

# Keyed by type first: members of two StrEnums with the same value are equal and would collide.
_WORDS: dict[type[Enum], dict[str, str]] = {
    Sex: {"UNKNOWN": "Không rõ", "MALE": "Nam", "FEMALE": "Nữ"},
    SchoolLevel: {
        "PRIMARY": "Tiểu học",
        "LOWER_SECONDARY": "Trung học cơ sở",
        "UPPER_SECONDARY": "Trung học phổ thông",
    },
    Attainment: {"T": "Hoàn thành tốt", "H": "Hoàn thành", "C": "Chưa hoàn thành"},
    TraitLevel: {"T": "Tốt", "D": "Đạt", "C": "Cần cố gắng"},
    PassLevel: {"D": "Đạt", "CD": "Chưa đạt"},
    Rating: {"T": "Tốt", "K": "Khá", "D": "Đạt", "CD": "Chưa đạt"},
    PrimaryResult: {
        "HTXS": "Hoàn thành xuất sắc",
        "HTT": "Hoàn thành tốt",
        "HT": "Hoàn thành",
        "CHT": "Chưa hoàn thành",
    },
    Award: {
        "HSXS": "Học sinh Xuất sắc",
        "HSTB": "Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện",
        "HSG": "Học sinh Giỏi",
    },
}


def words(value: Enum | Decimal) -> str:
    """The words for an enum member of the record, or a score with its decimal comma (``7,0``)."""
    if isinstance(value, Decimal):
        return _score(value)
    return _WORDS[type(value)][value.name]


def _score(value: Decimal) -> str:
    digits = format(value, "f")
    whole = digits.lstrip("-").isdigit()
    return f"{digits},0" if whole else digits.replace(".", ",")
