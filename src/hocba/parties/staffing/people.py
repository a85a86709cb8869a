"""Is everybody on the list who they are said to be?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hocba.core.errors import InputError
from hocba.core.personal_id import parse
from hocba.parties.staffing.known import Known
from hocba.parties.staffing.rows import Doubt, StaffRow

_LONGEST_CODE, _LONGEST_NAME = 20, 200


def doubts_about_people(rows: Sequence[StaffRow], known: Known, *, rename: bool) -> Iterator[Doubt]:
    """Names and numbers against what is recorded, and against the lines before."""
    names: dict[str, str] = {}
    numbers: dict[str, str] = {}
    holders = dict(known.holders)
    for row in rows:
        for sentence in (
            _about_code(row),
            _about_name(row, known, names, rename=rename),
            _about_number(row, numbers, holders),
        ):
            if sentence:
                yield Doubt(row.number, sentence)


def _about_code(row: StaffRow) -> str:
    if not row.code:
        return "Thiếu mã nhân sự."
    if len(row.code) > _LONGEST_CODE:
        return f"Mã nhân sự dài nhất {_LONGEST_CODE} kí tự."
    too_long = len(row.full_name) > _LONGEST_NAME
    return f"Họ và tên dài nhất {_LONGEST_NAME} kí tự." if too_long else ""


def _about_name(row: StaffRow, known: Known, names: dict[str, str], *, rename: bool) -> str:
    recorded = known.people.get(row.code)
    if not row.full_name:
        new = recorded is None and row.code not in names
        return f"{row.code} chưa có trong danh mục; hãy ghi họ và tên." if new else ""
    said = names.setdefault(row.code, row.full_name)
    if said != row.full_name:
        return f"Một dòng trước ghi {row.code} có họ tên khác."
    if recorded is not None and recorded.full_name != row.full_name and not rename:
        return (
            f"{row.code} đang được ghi là «{recorded.full_name}»; hãy xem có nhầm mã không, hoặc "
            "chạy với --rename nếu người này đã đổi tên."
        )
    return ""


def _about_number(row: StaffRow, numbers: dict[str, str], holders: dict[str, str]) -> str:
    if not row.personal_id:
        return ""
    try:
        parse(row.personal_id)
    except InputError:
        return (
            "Số định danh phải gồm đúng 12 chữ số; nếu Excel đã bỏ số 0 ở đầu, hãy định dạng "
            "cột là Văn bản rồi gõ lại."
        )
    if holders.setdefault(row.personal_id, row.code) != row.code:
        return f"Số định danh này là của {holders[row.personal_id]}."
    if numbers.setdefault(row.code, row.personal_id) != row.personal_id:
        return f"Một dòng trước ghi {row.code} có số định danh khác."
    return ""
