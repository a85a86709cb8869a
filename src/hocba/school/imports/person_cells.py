"""What the cells of a person mean; each function takes a cell that is not blank.

Raises :class:`CellFault` with a sentence that says what stands there and what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from hocba.core.record import Sex
from hocba.school.imports.cells import CellFault, quoted, require_sound, shown, word
from hocba.school.imports.findings import Code
from hocba.school.imports.workbook import Cell

CODE_DIGITS = 10
"""Digits of a pupil code that the Ministry's database gives (mã học sinh)."""

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,31}")
_LONGEST_NAME = 100
_OLDEST_BIRTH = date(1930, 1, 1)


def full_name(cell: Cell) -> str:
    """A person's name as written."""
    require_sound(cell)
    if not any(map(str.isalpha, shown(cell))) or len(shown(cell)) > _LONGEST_NAME:
        raise CellFault(
            Code.NAME_WRONG, f"«{quoted(cell)}» không phải là họ tên; hãy ghi đủ họ và tên."
        )
    return shown(cell)


def is_code(cell: Cell) -> bool:
    """Whether a cell has the shape of a mã học sinh: ASCII letters and digits in one word."""
    return _CODE.fullmatch(shown(cell)) is not None


def pupil_code(cell: Cell) -> str:
    """Mã học sinh; a shorter number has lost the zeros that it began with."""
    require_sound(cell)
    if isinstance(cell.value, Decimal) and len(shown(cell)) < CODE_DIGITS:
        raise CellFault(
            Code.PUPIL_CODE_AS_NUMBER,
            f"Mã học sinh «{quoted(cell)}» được lưu dạng số nên có thể đã mất số 0 ở đầu; "
            "hãy định dạng ô là văn bản (Text) và gõ lại đủ mã.",
        )
    if not is_code(cell):
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


_SEXES: Mapping[str, Sex] = {"nam": Sex.MALE, "nữ": Sex.FEMALE, "nu": Sex.FEMALE}


def sex(cell: Cell) -> Sex:
    return word(cell, _SEXES, Code.SEX_WRONG, "Giới tính", "Nam hoặc Nữ")
