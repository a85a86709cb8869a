"""Locked pages of the register as transcripts to be shown: verified, and read from what verified.

Works on sets: a fixed number of queries, however many transcripts there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.conf import settings

from hocba.core.errors import Unavailable
from hocba.core.lifecycle import State
from hocba.core.signature import POLICY, TrustStore, verify_page
from hocba.parties.models import Unit
from hocba.public.lookup.codes import PATH
from hocba.public.printing import Transcript, Year, signature_blocks
from hocba.registry.intake.models import RegisteredPage


def locked_pages(lookup_codes: Collection[str]) -> list[RegisteredPage]:
    """The locked pages of these transcripts, each transcript's oldest year first."""
    pages = RegisteredPage.objects.filter(live_code__in=lookup_codes, state=State.LOCKED)
    return list(pages.order_by("lookup_code", "school_year"))


def transcripts(
    pages: Iterable[RegisteredPage], *, trust: TrustStore, at: datetime
) -> dict[str, Transcript]:
    """The transcripts that these pages make, by lookup code.

    Raises Unavailable when a page does not pass verification now: it is not shown, and
    somebody must look into it.
    """
    listed = list(pages)
    offices = _offices({page.school_code for page in listed})
    years: dict[str, list[Year]] = defaultdict(list)
    for page in listed:
        units = offices.get(page.school_code, ())
        years[page.lookup_code].append(_year(page, units, trust, at))
    return {code: Transcript(tuple(found), address(code)) for code, found in years.items()}


def address(lookup_code: str) -> str:
    """The address that the QR code carries: no personal data is in it."""
    base: str = settings.HOCBA_PUBLIC_URL
    return f"{base}{PATH}{lookup_code}"


def _year(
    registered: RegisteredPage, units: tuple[str, ...], trust: TrustStore, at: datetime
) -> Year:
    content = bytes(registered.content)
    report = verify_page(content, trust=trust, policy=POLICY, at=at)
    if report.page is None:
        raise Unavailable(
            "Chữ ký của học bạ này hiện không kiểm tra được nên học bạ không được hiển thị; "
            "hãy báo cho Sở Giáo dục và Đào tạo.",
            code="HOC_BA_KHONG_QUA_KIEM_TRA",
        )
    return Year(
        page=report.page,
        signatures=signature_blocks(report.signatures, report.page),
        effective_date=registered.effective_date,
        units=units,
        signed_page=content,
    )


def _offices(school_codes: set[str]) -> Mapping[str, tuple[str, ...]]:
    """The names of the offices above each school, the nearest first."""
    schools = Unit.objects.filter(code__in=school_codes).select_related("parent__parent")
    return {school.code: tuple(_above(school)) for school in schools}


def _above(unit: Unit) -> Iterable[str]:
    while unit.parent is not None:
        unit = unit.parent
        yield unit.name
