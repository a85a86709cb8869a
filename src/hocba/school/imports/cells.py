"""What a cell holds: sound or not, as text, as a number, as one of a few words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from hocba.school.imports.findings import Code
from hocba.school.imports.text import key
from hocba.school.imports.workbook import Cell

Word = TypeVar("Word", bound=Enum | bool)

LONGEST_TEXT = 2_000
"""Characters of a comment or address; a printed page has no room for more."""

_LONGEST_QUOTE = 60
_LARGEST_NUMBER = Decimal(10) ** 9
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


_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")


def number(cell: Cell) -> Decimal | None:
    """The number in a cell, with a decimal comma or point; None where there is none."""
    if isinstance(cell.value, Decimal):
        return cell.value if abs(cell.value) < _LARGEST_NUMBER else None
    return Decimal(cell.text.replace(",", ".")) if _NUMBER.fullmatch(cell.text) else None


def refuse_date(cell: Cell, what: str) -> None:
    """Raise CellFault where Excel has turned a number that was typed into a date."""
    if isinstance(cell.value, date):
        raise CellFault(
            Code.DATE_INSTEAD_OF_NUMBER,
            f"Ô đang chứa ngày {shown(cell)} chứ không phải {what}: Excel đã tự đổi khi gõ; "
            "hãy định dạng lại ô rồi gõ lại.",
        )


def word(cell: Cell, known: Mapping[str, Word], code: Code, what: str, expected: str) -> Word:
    """The value that a word stands for; raises CellFault with what was expected."""
    require_sound(cell)
    said = shown(cell).casefold().rstrip(".")
    if said in known:
        return known[said]
    accentless = {key(word): value for word, value in known.items() if len(word) > _SHORT}
    if len(said) > _SHORT and key(said) in accentless:
        return accentless[key(said)]
    raise CellFault(code, f"{what} «{quoted(cell)}» không có; hãy ghi {expected}.")
