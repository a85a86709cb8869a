"""What the schema cannot say: that the parts of a page speak of the same thing."""

from __future__ import annotations

from hocba.core.errors import PacketError
from hocba.core.record import (
    Page,
    PrimaryOutcome,
    PrimaryResults,
    SchoolLevel,
    SecondaryOutcome,
    SecondaryResults,
)


def require_coherent(page: Page) -> None:
    """Raise PacketError unless level, grade, results, outcomes and school year go together."""
    year = page.class_year
    if not 1 <= year.grade <= 12 or SchoolLevel.of_grade(year.grade) is not year.level:
        raise _incoherent("«MaKhoi» không thuộc «MaCapHoc»")
    if not follows(year.school_year):
        raise _incoherent("«NamHoc» không phải hai năm liền nhau")
    if not _of_one_level(page):
        raise _incoherent("kết quả không thuộc «MaCapHoc»")


def follows(school_year: str) -> bool:
    """Whether ``school_year`` is two consecutive years, as in ``2023-2024``."""
    first, _, second = school_year.partition("-")
    return first.isdecimal() and second.isdecimal() and int(first) + 1 == int(second)


def _of_one_level(page: Page) -> bool:
    primary = page.class_year.level is SchoolLevel.PRIMARY
    results, outcome = (
        (PrimaryResults, PrimaryOutcome) if primary else (SecondaryResults, SecondaryOutcome)
    )
    return (
        isinstance(page.results, results)
        and isinstance(page.stated, outcome)
        and isinstance(page.computed, outcome)
    )


def _incoherent(what: str) -> PacketError:
    return PacketError(f"Trang học bạ không nhất quán: {what}.", code="KHONG_NHAT_QUAN")
