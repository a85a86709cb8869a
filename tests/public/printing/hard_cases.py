"""Whole transcripts that a form could stumble over, signed year by year as schools sign them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from hocba.core.packet import write_page
from hocba.core.record import Page
from hocba.core.signature import POLICY, verify_page
from hocba.public.previewing.cases import CASES
from hocba.public.previewing.made_up import FIRST_YEAR, UNITS, made_up_page, signers
from hocba.public.printing import Transcript, Year, signature_blocks
from tests.core.signature.pki import Wish
from tests.core.signature.signing import Step, sign_page, trust
from tests.public.printing.examples import proven

CHECKED_AT = datetime(2029, 10, 1, tzinfo=UTC)
SERIAL = "7F3K-9QW2-MX5T"


@cache
def transcript(name: str) -> Transcript:
    """The case as the register would print it: verified, locked, proven, numbered."""
    case = CASES[name]
    years = tuple(
        _printed(made_up_page(case.pupil, spent, FIRST_YEAR + n), FIRST_YEAR + n)
        for n, spent in enumerate(case.years)
    )
    code = years[-1].page.lookup_code
    whole = Transcript(years, f"https://hocba.example/tra-cuu/{code}")
    return whole.copy(SERIAL, CHECKED_AT)


def _printed(page: Page, begins: int) -> Year:
    moment = datetime(begins + 1, 6, 3, 1, tzinfo=UTC)
    signed = sign_page(write_page(page), _staff(page), signing_time=moment)
    report = verify_page(signed, trust=trust(), policy=POLICY, at=CHECKED_AT)
    assert report.page == page, report.verdicts
    locked = datetime(begins + 1, 7, 1, tzinfo=UTC)
    return proven(Year(page, signature_blocks(report.signatures, page), locked, UNITS, signed))


def _staff(page: Page) -> tuple[Step, ...]:
    school = page.class_year.school_name
    return tuple(Step(each.role, Wish(each.name, school), each.subjects) for each in signers(page))
