"""The lines of a list as an admissions office has it: pasted out of a table, or a CSV file.

A line is a lookup code and, where there is no grant, birth date and last four digits of the
personal ID. A bad line is told and never stands in the way of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hocba.core.errors import InputError
from hocba.public.lookup.codes import read_code
from hocba.public.lookup.second_fact import SecondFact, read_day

MOST_LINES = 1_000

_SEPARATORS = ("\t", ";", ",")
_FOUR_DIGITS = re.compile(r"[0-9]{4}")
_NO_CODE = _("Mã tra cứu không đúng: mã gồm 32 kí tự, chỉ có chữ số và các chữ từ a đến f.")
_NO_FACT = _("Ngày sinh phải có dạng ngày/tháng/năm và đi cùng đúng 4 số cuối của số định danh.")
_NO_LINE = _("Danh sách chưa có dòng nào; mỗi dòng bắt đầu bằng một mã tra cứu.")
_TOO_MANY = _("Danh sách có %(lines)d dòng; mỗi lượt nhiều nhất %(most)d dòng.")
_TWICE = _("Mã này đã có ở dòng %(line)d.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A transcript that is asked for; without a fact only a grant or custody opens it."""

    code: str
    fact: SecondFact | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its number in the list, from 1: what it asks for, or what is wrong with it."""

    number: int
    text: str
    wanted: Wanted | None
    wrong: str = ""


def read_lines(text: str) -> list[Line]:
    """The lines that are not empty; a heading is passed over.

    Raises InputError when there is none, or more than :data:`MOST_LINES`.
    """
    rows = [(number, _cells(row)) for number, row in enumerate(text.splitlines(), 1)]
    rows = [(number, cells) for number, cells in rows if any(cells)]
    if rows and not re.search(r"[0-9]", "".join(rows[0][1][:1])):
        rows = rows[1:]
    if not rows:
        raise InputError(str(_NO_LINE))
    if len(rows) > MOST_LINES:
        raise InputError(str(_TOO_MANY) % {"lines": len(rows), "most": MOST_LINES})
    return list(_without_repeats(_line(number, cells) for number, cells in rows))


def _cells(row: str) -> list[str]:
    separator = next((each for each in _SEPARATORS if each in row), "\t")
    return [cell.strip().strip('"').strip("\ufeff") for cell in row.split(separator)]


def _line(number: int, cells: list[str]) -> Line:
    code, born, ending = (*cells, "", "")[:3]
    read = read_code(code)
    if read is None:
        return Line(number, code, None, str(_NO_CODE))
    if not born and not ending:
        return Line(number, read, Wanted(read))
    day = read_day(born)
    digits = ending.rjust(4, "0") if ending.isdecimal() else ending  # tables drop leading zeros
    if day is None or not _FOUR_DIGITS.fullmatch(digits):
        return Line(number, read, None, str(_NO_FACT))
    return Line(number, read, Wanted(read, SecondFact(day, digits)))


def _without_repeats(lines: Iterable[Line]) -> Iterable[Line]:
    first: dict[str, int] = {}
    for line in lines:
        before = first.setdefault(line.text, line.number)
        if line.wanted is not None and before != line.number:
            yield Line(line.number, line.text, None, str(_TWICE) % {"line": before})
        else:
            yield line
