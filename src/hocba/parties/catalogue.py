"""The units of the pilot plan, out of the tables in ``data``.

Phụ lục 2 lists the thirty district offices; Phụ lục 3 and 4 the 117 public and 70 private
units straight under the department. Some names stand in a table twice: each row is a unit,
and its code is made of the table and the row's number, so it never changes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from hocba.core.record import SchoolLevel
from hocba.parties.models import UnitKind

DEPARTMENT_CODE = "01"
"""MaSoGD of Sở GDĐT Hà Nội."""

DISTRICT_TIER_ENDS = date(2025, 6, 30)
"""The last day of the district tier (Luật 72/2025/QH15)."""

_LEVEL_WORDS = {
    SchoolLevel.PRIMARY: r"\bth\b(?! school)|tiểu học|ptcs",
    SchoolLevel.LOWER_SECONDARY: r"thcs|trung học cơ sở|ptcs",
    SchoolLevel.UPPER_SECONDARY: r"thpt|trung học phổ thông",
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the plan names it; ``parent`` is the code of the unit above, empty at the top."""

    code: str
    name: str
    kind: UnitKind
    parent: str
    levels: tuple[str, ...] = ()
    valid_to: date | None = None


def unit_rows() -> tuple[UnitRow, ...]:
    """Every unit, parents before their children."""
    offices = tuple(_offices())
    return (
        UnitRow(DEPARTMENT_CODE, "Sở GDĐT Hà Nội", UnitKind.DEPARTMENT, ""),
        *offices,
        *_schools("phu-luc-3-thpt-cong-lap.csv", f"{DEPARTMENT_CODE}C"),
        *_schools("phu-luc-4-thpt-ngoai-cong-lap.csv", f"{DEPARTMENT_CODE}N"),
        *_sample_schools({office.name: office.code for office in offices}),
    )


def levels_of(name: str) -> tuple[str, ...]:
    """MaCapHoc codes of the levels that a school's name speaks of, lowest first."""
    text = name.casefold()
    return tuple(level.value for level, words in _LEVEL_WORDS.items() if re.search(words, text))


def table(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The numbered rows of a table of the plan; its total has no number."""
    text = (files("hocba.parties") / "data" / name).read_text(encoding="utf-8-sig")
    for row in csv.DictReader(text.splitlines()):
        if row["tt"]:
            yield int(row["tt"]), row


def _offices() -> Iterator[UnitRow]:
    for number, row in table("phu-luc-2-phong-gddt.csv"):
        yield UnitRow(
            f"{DEPARTMENT_CODE}P{number:02}",
            row["don_vi"],
            UnitKind.DISTRICT_OFFICE,
            DEPARTMENT_CODE,
            valid_to=DISTRICT_TIER_ENDS,
        )


def _schools(name: str, prefix: str) -> Iterator[UnitRow]:
    for number, row in table(name):
        yield _school(f"{prefix}{number:03}", row["don_vi"], DEPARTMENT_CODE)


def _sample_schools(office_codes: dict[str, str]) -> Iterator[UnitRow]:
    for number, row in table("truong-mau.csv"):
        office = office_codes[row["phong_gddt"]]
        yield _school(f"{office}T{number:03}", row["don_vi"], office)


def _school(code: str, name: str, parent: str) -> UnitRow:
    return UnitRow(code, name, UnitKind.SCHOOL, parent, levels_of(name))
