"""What has become of a copy since it was given: current, or overtaken by something newer.

A locked page never changes. So a copy grows old in these ways only: it was a draft (BẢN NHÁP)
of a page that has since been locked, replaced or recalled; or the transcript has more years.
None of that makes it false: it says what stood in the register on the day of its issue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hocba.core.lifecycle import State
from hocba.public.copies.models import IssuedCopy
from hocba.registry.intake.models import LIVE, RegisteredPage


class Fate(StrEnum):
    """What became of a page that was copied."""

    CURRENT = "current"
    DRAFT = "draft"
    LOCKED_SINCE = "locked_since"
    REPLACED = "replaced"
    RECALLED = "recalled"
    UNKNOWN = "unknown"

    def words(self, newer: int | None) -> str:
        """The sentence that a person reads; ``newer`` is the version in force now."""
        return _WORDS[self].format(newer=newer)


_WORDS = {
    Fate.CURRENT: "đã chốt, đang có hiệu lực; bản in này vẫn là bản hiện hành",
    Fate.DRAFT: "bản nháp của trang chưa chốt, chưa có hiệu lực",
    Fate.LOCKED_SINCE: "lúc cấp là bản nháp; nay trang đã chốt, hãy lấy bản in mới",
    Fate.REPLACED: "đã được thay bằng phiên bản mới hơn ({newer}); hãy lấy bản in mới",
    Fate.RECALLED: "nhà trường đã thu hồi trang này sau khi cấp bản in",
    Fate.UNKNOWN: "chưa đối chiếu được với cơ sở dữ liệu; hãy hỏi nơi cấp",
}


@dataclass(frozen=True, slots=True)
class CopiedPage:
    """A year of a copy; ``newer`` is the version that has taken its place."""

    school_year: str
    version: int
    fate: Fate
    newer: int | None = None

    @property
    def words(self) -> str:
        return self.fate.words(self.newer)


@dataclass(frozen=True, slots=True)
class CopyStanding:
    """A copy and its fate; ``years_since`` were locked after it, or had been left out of it."""

    copy: IssuedCopy
    pages: tuple[CopiedPage, ...]
    years_since: tuple[str, ...]

    @property
    def current(self) -> bool:
        """Whether a copy given today would show the same."""
        same = {Fate.CURRENT, Fate.DRAFT}
        return not self.years_since and all(page.fate in same for page in self.pages)


_Versions = Mapping[tuple[str, int], str]


def copy_standing(serial: str) -> CopyStanding | None:
    """None when no copy has this serial number."""
    copy = IssuedCopy.objects.filter(serial=serial).first()
    return None if copy is None else standings([copy])[0]


def copies_of(lookup_code: str) -> list[CopyStanding]:
    """Every copy of a transcript that was ever given, the latest first."""
    return standings(IssuedCopy.objects.filter(lookup_code=lookup_code).order_by("-issued_at"))


def standings(copies: Iterable[IssuedCopy]) -> list[CopyStanding]:
    """What became of each of a set of copies, by one look into the register."""
    listed = list(copies)
    found: dict[str, dict[tuple[str, int], str]] = defaultdict(dict)
    pages = RegisteredPage.objects.filter(lookup_code__in={copy.lookup_code for copy in listed})
    columns = ("lookup_code", "school_year", "version", "state")
    for code, school_year, version, state in pages.values_list(*columns):
        found[code][school_year, version] = state
    return [_standing(copy, found[copy.lookup_code]) for copy in listed]


def _standing(copy: IssuedCopy, versions: _Versions) -> CopyStanding:
    shown = {page["school_year"] for page in copy.pages}
    locked = {year for (year, _), state in versions.items() if state == State.LOCKED}
    return CopyStanding(
        copy,
        tuple(_page(page, versions) for page in copy.pages),
        tuple(sorted(locked - shown)),
    )


def _page(page: Mapping[str, Any], versions: _Versions) -> CopiedPage:
    year, version = page["school_year"], page["version"]
    live = next((v for (y, v), state in versions.items() if y == year and state in LIVE), None)
    if live is not None and live != version:
        return CopiedPage(year, version, Fate.REPLACED, live)
    state = versions.get((year, version))
    return CopiedPage(year, version, _fate(state, locked=page["locked"]))


def _fate(state: str | None, *, locked: bool) -> Fate:
    match state:
        case State.LOCKED:
            return Fate.CURRENT if locked else Fate.LOCKED_SINCE
        case State.ACCEPTED if not locked:
            return Fate.DRAFT
        case State.RECALLED | State.REPLACED:
            return Fate.RECALLED
        case _:
            return Fate.UNKNOWN
