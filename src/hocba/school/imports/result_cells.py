"""What the cells of a year's results mean; each function takes a cell that is not blank.

Raises :class:`CellFault` with a sentence that says what stands there and what was expected.
Whether a score is in range and fits its subject is for the rules to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from hocba.core.codes import words
from hocba.core.record import (
    Attainment,
    Award,
    Mark,
    PassLevel,
    PrimaryResult,
    Rating,
    TraitLevel,
)
from hocba.school.imports.cells import CellFault, number, quoted, refuse_date, require_sound, word
from hocba.school.imports.findings import Code
from hocba.school.imports.text import key
from hocba.school.imports.workbook import Cell


def test_score(cell: Cell) -> int:
    """Điểm KTĐK: a whole number; its range is for the rules to judge."""
    require_sound(cell)
    refuse_date(cell, "điểm")
    found = number(cell)
    if found is None or found != found.to_integral_value():
        raise CellFault(
            Code.SCORE_WRONG,
            f"Điểm KTĐK «{quoted(cell)}» không phải là số nguyên; hãy ghi số nguyên từ 1 đến 10.",
        )
    return int(found)


_ONE_DIGIT = Decimal("0.1")
_MOST_SESSIONS = 400

_PASS_LEVELS: Mapping[str, PassLevel] = {
    "đ": PassLevel.D,
    "đạt": PassLevel.D,
    "cđ": PassLevel.CD,
    "chưa đạt": PassLevel.CD,
}


def mark(cell: Cell) -> Mark:
    """A score with at most one decimal, or Đạt / Chưa đạt; range and kind are for the rules."""
    require_sound(cell)
    refuse_date(cell, "điểm")
    found = number(cell)
    if found is None:
        return word(cell, _PASS_LEVELS, Code.MARK_WRONG, "Điểm", "số từ 0 đến 10, hoặc Đ, CĐ")
    if found != found.quantize(_ONE_DIGIT):
        raise CellFault(
            Code.SCORE_TOO_PRECISE,
            f"Điểm {quoted(cell)} có hơn một chữ số thập phân; hãy làm tròn đến một chữ số "
            "(trong công thức dùng ROUND(…;1)).",
        )
    return found.quantize(_ONE_DIGIT)


def sessions(cell: Cell) -> int:
    """Số buổi nghỉ: a whole number from 0."""
    require_sound(cell)
    refuse_date(cell, "số buổi")
    found = number(cell)
    if found is None or found != found.to_integral_value() or not 0 <= found <= _MOST_SESSIONS:
        raise CellFault(
            Code.ABSENCES_WRONG,
            f"Số buổi nghỉ «{quoted(cell)}» không dùng được; hãy ghi số nguyên từ 0.",
        )
    return int(found)


_ATTAINMENTS: Mapping[str, Attainment] = {
    "t": Attainment.T,
    "htt": Attainment.T,
    "hoàn thành tốt": Attainment.T,
    "h": Attainment.H,
    "ht": Attainment.H,
    "hoàn thành": Attainment.H,
    "c": Attainment.C,
    "cht": Attainment.C,
    "chưa hoàn thành": Attainment.C,
}

_TRAIT_LEVELS: Mapping[str, TraitLevel] = {
    "t": TraitLevel.T,
    "tốt": TraitLevel.T,
    "đ": TraitLevel.D,
    "đạt": TraitLevel.D,
    "c": TraitLevel.C,
    "ccg": TraitLevel.C,
    "cần cố gắng": TraitLevel.C,
}

_RATINGS: Mapping[str, Rating] = {
    "t": Rating.T,
    "tốt": Rating.T,
    "k": Rating.K,
    "khá": Rating.K,
    "đ": Rating.D,
    "đạt": Rating.D,
    "cđ": Rating.CD,
    "chưa đạt": Rating.CD,
}

_RESULTS: Mapping[str, PrimaryResult] = {
    "htxs": PrimaryResult.HTXS,
    "hoàn thành xuất sắc": PrimaryResult.HTXS,
    "htt": PrimaryResult.HTT,
    "hoàn thành tốt": PrimaryResult.HTT,
    "ht": PrimaryResult.HT,
    "hoàn thành": PrimaryResult.HT,
    "cht": PrimaryResult.CHT,
    "chưa hoàn thành": PrimaryResult.CHT,
}

_PRIMARY_AWARDS: Mapping[str, Award] = {
    "hsxs": Award.HSXS,
    "học sinh xuất sắc": Award.HSXS,
    "xuất sắc": Award.HSXS,
    "hstb": Award.HSTB,
    "học sinh tiêu biểu": Award.HSTB,
    "tiêu biểu": Award.HSTB,
    "học sinh tiêu biểu hoàn thành tốt trong học tập và rèn luyện": Award.HSTB,
}

_SECONDARY_AWARDS: Mapping[str, Award] = {
    "hsxs": Award.HSXS,
    "học sinh xuất sắc": Award.HSXS,
    "xuất sắc": Award.HSXS,
    "hsg": Award.HSG,
    "học sinh giỏi": Award.HSG,
    "giỏi": Award.HSG,
}

_TICKS: Mapping[str, bool] = {
    **dict.fromkeys(("x", "v", "✓", "✔", "√", "có", "true", "1", "đạt", "htct"), True),
    **dict.fromkeys(("hoàn thành", "đã hoàn thành"), True),
    **dict.fromkeys(("không", "false", "0", "-", "chưa", "chưa hoàn thành"), False),
}

_PROMOTIONS: Mapping[str, bool] = {
    **dict.fromkeys(("lên lớp", "được lên lớp", "ll", "x"), True),
    **dict.fromkeys(("ở lại lớp", "ở lại", "lưu ban", "không lên lớp", "chưa lên lớp"), False),
    **dict.fromkeys(("chưa được lên lớp", "không được lên lớp"), False),
    **dict.fromkeys(("phải kiểm tra lại", "kiểm tra lại", "kt lại", "thi lại"), False),
    **dict.fromkeys(("rèn luyện hè", "rèn luyện lại", "rèn luyện trong hè"), False),
    **dict.fromkeys(("kiểm tra lại và rèn luyện hè", "kiểm tra lại, rèn luyện hè"), False),
}
"""Who must first be re-tested or train in summer is not promoted yet."""

_NOT_ASSESSED = frozenset(
    key(spelling)
    for spelling in (
        "Khuyết tật, không đánh giá",
        "Khuyết tật không đánh giá",
        "Không đánh giá",
        "KT không đánh giá",
        "HS khuyết tật không đánh giá",
        "Học sinh khuyết tật không đánh giá",
    )
)


def says_not_assessed(cell: Cell) -> bool:
    """Whether the school wrote that this pupil is not assessed (khuyết tật, không đánh giá)."""
    return key(cell.text) in _NOT_ASSESSED


def attainment(cell: Cell) -> Attainment:
    return word(cell, _ATTAINMENTS, Code.LEVEL_WRONG, "Mức đạt được", "T, H hoặc C")


def trait_level(cell: Cell) -> TraitLevel:
    return word(cell, _TRAIT_LEVELS, Code.LEVEL_WRONG, "Mức đạt được", "T, Đ hoặc C")


def rating(cell: Cell) -> Rating:
    return word(cell, _RATINGS, Code.LEVEL_WRONG, "Mức", "T, K, Đ hoặc CĐ")


def primary_result(cell: Cell) -> PrimaryResult:
    expected = ", ".join(words(result) for result in PrimaryResult)
    return word(cell, _RESULTS, Code.RESULT_WRONG, "Đánh giá KQGD", expected)


def primary_award(cell: Cell) -> Award:
    expected = "Học sinh Xuất sắc, Học sinh Tiêu biểu, hoặc để trống"
    return word(cell, _PRIMARY_AWARDS, Code.AWARD_WRONG, "Khen thưởng", expected)


def secondary_award(cell: Cell) -> Award:
    expected = "Học sinh Xuất sắc, Học sinh Giỏi, hoặc để trống"
    return word(cell, _SECONDARY_AWARDS, Code.AWARD_WRONG, "Danh hiệu", expected)


def tick(cell: Cell) -> bool:
    return word(cell, _TICKS, Code.TICK_WRONG, "Ô đánh dấu", "x hoặc để trống")


def promotion(cell: Cell) -> bool:
    expected = "Lên lớp, Ở lại lớp, Phải kiểm tra lại hoặc Rèn luyện hè"
    return word(cell, _PROMOTIONS, Code.PROMOTION_WRONG, "Lên lớp", expected)
