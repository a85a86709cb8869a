"""Two years of lower secondary school, signed: with cover and person page, six pages of paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from tests.core.signature.pki import Wish
from tests.core.signature.signing import Step, sign_page, trust
from tests.public.printing.examples import LOCKED, SECONDARY_PAGE, UNITS, proven

from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
from hocba.core.record import Page
from hocba.core.signature import POLICY, verify_page
from hocba.public.printing import Transcript, Year, signature_blocks

SCHOOL = SECONDARY_PAGE.class_year
YEARS = ((2022, 6), (2023, 7))
NOW = datetime(2024, 6, 24, 1, tzinfo=UTC)
SERIAL = "7F3K-9QW2-MX5T"
_COMMENT = "Tính toán chính xác; cần cẩn thận khi đặt tính."

_SUBJECTS = tuple(each.subject for each in SECONDARY_PAGE.results.subjects)
_STAFF = (
    *(
        Step(Role.SUBJECT_TEACHER, Wish(name, SCHOOL.school_name), _SUBJECTS[n::4])
        for n, name in enumerate(("Lê Thị Mai", "Phạm Thu Hà", "Vũ Hải", "Nguyễn Thị Hương"))
    ),
    Step(Role.HOMEROOM_TEACHER, Wish("Nguyễn Thị Lan", SCHOOL.school_name)),
    Step(Role.HEAD, Wish("Trần Văn Hùng", SCHOOL.school_name)),
    Step(Role.SCHOOL, Wish(SCHOOL.school_name, SCHOOL.school_name)),
)


def signed_pages(number: int) -> Iterator[tuple[Page, bytes]]:
    """Both years of a pupil; no two pupils have a word of comment in common to cache."""
    for begins, grade in YEARS:
        page = _page(number, begins, grade)
        moment = datetime(begins + 1, 6, 3, 1, tzinfo=UTC)
        yield page, sign_page(write_page(page), _STAFF, signing_time=moment)


def transcripts(count: int) -> list[Transcript]:
    """As the register would print them: verified, locked, proven, numbered."""
    return [_transcript(number) for number in range(count)]


def verified(content: bytes) -> Year:
    """A signed page as it goes to the printer: what the register does for each copy."""
    report = verify_page(content, trust=trust(), policy=POLICY, at=NOW)
    if report.page is None:
        raise RuntimeError(report.verdicts)
    blocks = signature_blocks(report.signatures, report.page)
    return Year(report.page, blocks, LOCKED, UNITS, content)


def _transcript(number: int) -> Transcript:
    years = tuple(proven(verified(content)) for _, content in signed_pages(number))
    code = years[0].page.lookup_code
    return Transcript(years, f"https://hocba.example/tra-cuu/{code}").copy(SERIAL, NOW)


def _page(number: int, begins: int, grade: int) -> Page:
    comments = tuple(
        replace(subject, comment=f"{_COMMENT} Lần {number}-{place}.")
        for place, subject in enumerate(SECONDARY_PAGE.results.subjects)
    )
    return replace(
        SECONDARY_PAGE,
        lookup_code=UUID(int=number + 1, version=4).hex,
        class_year=replace(
            SCHOOL,
            grade=grade,
            class_name=f"{grade}A{number // 45 + 1}",
            school_year=f"{begins}-{begins + 1}",
        ),
        pupil=replace(
            SECONDARY_PAGE.pupil,
            code=f"{number:010}",
            personal_id=f"001214{number:06}",
            full_name=f"Hồ Minh Khoa {number}",
        ),
        results=replace(SECONDARY_PAGE.results, subjects=comments),
    )
