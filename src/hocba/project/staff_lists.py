"""A list of staff as an office keeps it, read into the lines that the program judges."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hocba.core.errors import InputError
from hocba.core.lifecycle import Role
from hocba.parties.staffing.rows import Doubt, StaffRow
from hocba.project.lists import Row, read_list
from hocba.public.lookup.second_fact import read_day
from hocba.school.imports.text import key

COLUMNS = {
    "code": ("Mã nhân sự", "Mã định danh Bộ", "Mã giáo viên", "Mã cán bộ"),
    "full_name": ("Họ và tên", "Họ tên"),
    "personal_id": ("Số định danh", "Số định danh cá nhân", "Số CCCD", "CCCD"),
    "unit": ("Mã đơn vị", "Mã trường"),
    "role": ("Vai trò", "Chức vụ"),
    "begins": ("Từ ngày", "Ngày đầu"),
    "ends": ("Đến ngày", "Ngày cuối"),
}

_ROLES = {
    key(words): role
    for role, spellings in {
        Role.SUBJECT_TEACHER: ("GVBM", "Giáo viên bộ môn"),
        Role.HOMEROOM_TEACHER: ("GVCN", "Giáo viên chủ nhiệm"),
        Role.HEAD: ("HIEUTRUONG", "Hiệu trưởng", "HT"),
        Role.CLERK: ("VANTHU", "Văn thư"),
        Role.OFFICER: ("CANBO", "Cán bộ"),
    }.items()
    for words in spellings
}


def read_staff(file: Path) -> tuple[list[StaffRow], list[Doubt]]:
    """The lines, and what of them cannot be read. Raises UnreadableFile for no such list."""
    read = [_line(row) for row in read_list(file, COLUMNS)]
    lines = [each for each in read if isinstance(each, StaffRow)]
    return lines, [each for each in read if isinstance(each, Doubt)]


def _line(row: Row) -> StaffRow | Doubt:
    said = row.cells
    try:
        return StaffRow(
            row.number,
            said["code"],
            said["full_name"],
            said["personal_id"],
            said["unit"],
            _role(said["role"]),
            _day(said["begins"]),
            _day(said["ends"]),
        )
    except InputError as error:
        return Doubt(row.number, error.message)


def _role(words: str) -> Role | None:
    if words and key(words) not in _ROLES:
        raise InputError(
            f"Không rõ vai trò «{words}»; hãy ghi GVBM, GVCN, HIEUTRUONG, VANTHU hoặc CANBO."
        )
    return _ROLES.get(key(words))


def _day(words: str) -> date | None:
    day = read_day(words)
    if words and day is None:
        raise InputError(f"Không rõ ngày «{words}»; hãy ghi như 01/09/2025.")
    return day
