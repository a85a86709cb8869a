"""What a cell's value means, for each kind of column.

Every reader takes a cell that is not blank and returns the value of the record, or raises
:class:`CellFault` with a sentence that says what stands there and what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from hocba.core.codes import words
from hocba.core.record import (
    Attainment,
    Award,
    Mark,
    PassLevel,
    PrimaryResult,
    Rating,
    Sex,
    TraitLevel,
)
from hocba.school.imports.findings import Code
from hocba.school.imports.text import key
from hocba.school.imports.workbook import Cell

Word = TypeVar("Word", bound=Enum | bool)

LONGEST_TEXT = 2_000
"""Characters of a comment or address; a printed page has no room for more."""

CODE_DIGITS = 10
"""Digits of a pupil code that the Ministry's database gives (mã học sinh)."""

_LONGEST_QUOTE = 60
_LONGEST_NAME = 100
_LARGEST_NUMBER = Decimal(10) ** 9
_OLDEST_BIRTH = date(1930, 1, 1)
_SHORT = 3
"""Words up to this length are levels and must be spelled exactly; longer ones may lack accents."""


class CellFault(Exception):
    """A value that cannot be used. ``message`` is Vietnamese and says what was expected."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def require_sound(cell: Cell) -> None:
    """Raise CellFault for an Excel error or a formula whose value the file does not hold."""
    if cell.error:
        raise CellFault(
            Code.EXCEL_ERROR,
            f"Ô đang báo lỗi Excel {cell.error}; hãy sửa công thức hoặc gõ giá trị.",
        )
    if cell.uncomputed:
        raise CellFault(
            Code.FORMULA_WITHOUT_VALUE,
            "Ô là công thức chưa có kết quả trong tệp; hãy mở bằng Excel, lưu lại, "
            "hoặc gõ thẳng giá trị.",
        )


def shown(cell: Cell) -> str:
    """The value as the user knows it: Vietnamese dates and decimal commas."""
    if isinstance(cell.value, date):
        return f"{cell.value:%d/%m/%Y}"
    if isinstance(cell.value, Decimal):
        return format(cell.value, "f").replace(".", ",")
    return cell.text


def quoted(cell: Cell) -> str:
    """The value as messages show it, cut short where it is long."""
    whole = shown(cell)
    return whole if len(whole) <= _LONGEST_QUOTE else whole[:_LONGEST_QUOTE] + "…"


def text(cell: Cell) -> str:
    """Any text, with numbers written out."""
    require_sound(cell)
    if len(cell.text) > LONGEST_TEXT:
        raise CellFault(
            Code.TEXT_TOO_LONG,
            f"Nội dung dài {len(cell.text)} ký tự; hãy rút gọn còn tối đa {LONGEST_TEXT} ký tự.",
        )
    return shown(cell)


def full_name(cell: Cell) -> str:
    """A person's name as written."""
    require_sound(cell)
    if not any(map(str.isalpha, shown(cell))) or len(shown(cell)) > _LONGEST_NAME:
        raise CellFault(
            Code.NAME_WRONG, f"«{quoted(cell)}» không phải là họ tên; hãy ghi đủ họ và tên."
        )
    return shown(cell)


def pupil_code(cell: Cell) -> str:
    """Mã học sinh; a shorter number has lost the zeros that it began with."""
    require_sound(cell)
    if isinstance(cell.value, Decimal) and len(shown(cell)) < CODE_DIGITS:
        raise CellFault(
            Code.PUPIL_CODE_AS_NUMBER,
            f"Mã học sinh «{quoted(cell)}» được lưu dạng số nên có thể đã mất số 0 ở đầu; "
            "hãy định dạng ô là văn bản (Text) và gõ lại đủ mã.",
        )
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,31}", shown(cell)):
        raise CellFault(
            Code.PUPIL_CODE_WRONG,
            f"Mã học sinh «{quoted(cell)}» không đúng; mã gồm chữ không dấu và chữ số, viết liền.",
        )
    return shown(cell)


def personal_id(cell: Cell) -> str:
    """Số định danh cá nhân as written, without blanks; its digits are checked by the core."""
    require_sound(cell)
    if isinstance(cell.value, Decimal):
        raise CellFault(
            Code.PERSONAL_ID_AS_NUMBER,
            f"Số định danh «{quoted(cell)}» được lưu dạng số nên đã mất số 0 ở đầu; "
            "hãy định dạng ô là văn bản (Text) và gõ lại đủ 12 chữ số.",
        )
    return shown(cell).replace(" ", "")


_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?")
_SERIAL_EPOCH = date(1899, 12, 30).toordinal()


def birth_date(cell: Cell) -> date:
    """A date cell, a serial number, or text: day first as in Vietnam, or ISO 8601."""
    require_sound(cell)
    try:
        found = _date(cell)
    except (ValueError, OverflowError):
        found = None
    if found is None or found < _OLDEST_BIRTH:
        raise CellFault(
            Code.BIRTH_DATE_WRONG,
            f"«{quoted(cell)}» không phải là ngày sinh; hãy ghi ngày/tháng/năm, ví dụ 05/09/2014.",
        )
    return found


def _date(cell: Cell) -> date | None:
    match cell.value:
        case date():
            return cell.value
        case Decimal():
            return date.fromordinal(_SERIAL_EPOCH + int(cell.value))
    if found := _DAY_FIRST.fullmatch(cell.text):
        return date(int(found[4]), int(found[3]), int(found[1]))
    if found := _ISO.fullmatch(cell.text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    return None


_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell.value, Decimal):
        return cell.value if abs(cell.value) < _LARGEST_NUMBER else None
    return Decimal(cell.text.replace(",", ".")) if _NUMBER.fullmatch(cell.text) else None


def _refuse_date(cell: Cell, what: str) -> None:
    if isinstance(cell.value, date):
        raise CellFault(
            Code.DATE_INSTEAD_OF_NUMBER,
            f"Ô đang chứa ngày {shown(cell)} chứ không phải {what}: Excel đã tự đổi khi gõ; "
            "hãy định dạng lại ô rồi gõ lại.",
        )


def test_score(cell: Cell) -> int:
    """Điểm KTĐK: a whole number; its range is for the rules to judge."""
    require_sound(cell)
    _refuse_date(cell, "điểm")
    number = _number(cell)
    if number is None or number != number.to_integral_value():
        raise CellFault(
            Code.SCORE_WRONG,
            f"Điểm KTĐK «{quoted(cell)}» không phải là số nguyên; hãy ghi số nguyên từ 1 đến 10.",
        )
    return int(number)


_ONE_DIGIT = Decimal("0.1")

_PASS_LEVELS: Mapping[str, PassLevel] = {
    "đ": PassLevel.D,
    "đạt": PassLevel.D,
    "cđ": PassLevel.CD,
    "chưa đạt": PassLevel.CD,
}


def mark(cell: Cell) -> Mark:
    """A score with at most one decimal, or Đạt / Chưa đạt; range and kind are for the rules."""
    require_sound(cell)
    _refuse_date(cell, "điểm")
    number = _number(cell)
    if number is None:
        return _word(cell, _PASS_LEVELS, Code.MARK_WRONG, "Điểm", "số từ 0 đến 10, hoặc Đ, CĐ")
    if number != number.quantize(_ONE_DIGIT):
        raise CellFault(
            Code.SCORE_TOO_PRECISE,
            f"Điểm {quoted(cell)} có hơn một chữ số thập phân; hãy làm tròn đến một chữ số "
            "(trong công thức dùng ROUND(…;1)).",
        )
    return number.quantize(_ONE_DIGIT)


def sessions(cell: Cell) -> int:
    """Số buổi nghỉ: a whole number from 0."""
    require_sound(cell)
    _refuse_date(cell, "số buổi")
    number = _number(cell)
    if number is None or number != number.to_integral_value() or not 0 <= number <= 400:
        raise CellFault(
            Code.ABSENCES_WRONG,
            f"Số buổi nghỉ «{quoted(cell)}» không dùng được; hãy ghi số nguyên từ 0.",
        )
    return int(number)


_SEXES: Mapping[str, Sex] = {"nam": Sex.MALE, "nữ": Sex.FEMALE, "nu": Sex.FEMALE}

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


def sex(cell: Cell) -> Sex:
    return _word(cell, _SEXES, Code.SEX_WRONG, "Giới tính", "Nam hoặc Nữ")


def attainment(cell: Cell) -> Attainment:
    return _word(cell, _ATTAINMENTS, Code.LEVEL_WRONG, "Mức đạt được", "T, H hoặc C")


def trait_level(cell: Cell) -> TraitLevel:
    return _word(cell, _TRAIT_LEVELS, Code.LEVEL_WRONG, "Mức đạt được", "T, Đ hoặc C")


def rating(cell: Cell) -> Rating:
    return _word(cell, _RATINGS, Code.LEVEL_WRONG, "Mức", "T, K, Đ hoặc CĐ")


def primary_result(cell: Cell) -> PrimaryResult:
    expected = ", ".join(words(result) for result in PrimaryResult)
    return _word(cell, _RESULTS, Code.RESULT_WRONG, "Đánh giá KQGD", expected)


def primary_award(cell: Cell) -> Award:
    expected = "Học sinh Xuất sắc, Học sinh Tiêu biểu, hoặc để trống"
    return _word(cell, _PRIMARY_AWARDS, Code.AWARD_WRONG, "Khen thưởng", expected)


def secondary_award(cell: Cell) -> Award:
    expected = "Học sinh Xuất sắc, Học sinh Giỏi, hoặc để trống"
    return _word(cell, _SECONDARY_AWARDS, Code.AWARD_WRONG, "Danh hiệu", expected)


def tick(cell: Cell) -> bool:
    return _word(cell, _TICKS, Code.TICK_WRONG, "Ô đánh dấu", "x hoặc để trống")


def promotion(cell: Cell) -> bool:
    expected = "Lên lớp, Ở lại lớp, Phải kiểm tra lại hoặc Rèn luyện hè"
    return _word(cell, _PROMOTIONS, Code.PROMOTION_WRONG, "Lên lớp", expected)


def _word(cell: Cell, known: Mapping[str, Word], code: Code, what: str, expected: str) -> Word:
    require_sound(cell)
    said = shown(cell).casefold().rstrip(".")
    if said in known:
        return known[said]
    accentless = {key(word): value for word, value in known.items() if len(word) > _SHORT}
    if len(said) > _SHORT and key(said) in accentless:
        return accentless[key(said)]
    raise CellFault(code, f"{what} «{quoted(cell)}» không có; hãy ghi {expected}.")
