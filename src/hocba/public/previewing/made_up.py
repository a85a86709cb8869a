"""The pages of a made-up transcript, and what their signatures would look like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from hocba.core.lifecycle import Role
from hocba.core.record import (
    Attainment,
    Award,
    ClassYear,
    Event,
    Page,
    PassLevel,
    PrimaryOutcome,
    PrimaryResult,
    PrimaryResults,
    Pupil,
    Rating,
    Reassessment,
    SchoolLevel,
    SecondaryOutcome,
    SecondaryResults,
    SubjectLevel,
    SubjectMarks,
    Terms,
    Trait,
    TraitLevel,
)
from hocba.core.rules import SubjectRule, choose
from hocba.public.previewing.cases import SHORT, Case, Spent
from hocba.public.printing import SignatureBlock, Transcript, Year

FIRST_YEAR = 2022
UNITS = ("Phòng GDĐT quận Hà Đông", "Sở GDĐT Hà Nội")
_TEACHERS = ("Lê Thị Mai", "Phạm Thu Hà", "Vũ Hải", "Nguyễn Thị Thanh Hương")
_CODE = "5f0c7d1e2b3a4c5d8e9f0a1b2c3d4e5f"
_CERTIFICATE = 40
"""Digits of the longest serial number that RFC 5280 allows."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a page: the codes of ``subjects`` for a teacher of some, none for the others."""

    role: Role
    name: str
    subjects: tuple[str, ...] = ()


def signers(page: Page) -> tuple[Signer, ...]:
    """Homeroom teacher, head and seal; in secondary school four subject teachers before them."""
    subjects = tuple(each.subject for each in page.results.subjects)
    secondary = page.class_year.level is not SchoolLevel.PRIMARY and subjects
    teachers = [
        Signer(Role.SUBJECT_TEACHER, name, subjects[n::4])
        for n, name in enumerate(_TEACHERS if secondary else ())
    ]
    return (
        *teachers,
        Signer(Role.HOMEROOM_TEACHER, "Nguyễn Thị Lan"),
        Signer(Role.HEAD, "Trần Văn Hùng"),
        Signer(Role.SCHOOL, page.class_year.school_name),
    )


def made_up_transcript(case: Case, lookup_url: str) -> Transcript:
    """The case as drafts: with the looks of signatures, and the mark BẢN NHÁP on every page."""
    pages = [made_up_page(case.pupil, spent, FIRST_YEAR + n) for n, spent in enumerate(case.years)]
    years = tuple(Year(page, tuple(_blocks(page)), None, UNITS) for page in pages)
    return Transcript(years, f"{lookup_url}{_CODE}")


def _blocks(page: Page) -> Iterator[SignatureBlock]:
    at = page.updated_at + timedelta(days=3)
    for number, signer in enumerate(signers(page)):
        yield SignatureBlock(
            role=signer.role,
            signer=signer.name,
            organization=page.class_year.school_name,
            signed_at=at + timedelta(minutes=number),
            certificate=sha256(signer.name.encode()).hexdigest()[:_CERTIFICATE].upper(),
            subjects=signer.subjects,
        )


def made_up_page(pupil: Pupil, spent: Spent, begins: int) -> Page:
    """The page of a year that began in ``begins``, with outcomes as the rules find them."""
    level = SchoolLevel.of_grade(spent.grade)
    place = ClassYear(
        department_code="01",
        school_code=f"TRUONG-{len(spent.school)}",
        school_name=spent.school,
        level=level,
        grade=spent.grade,
        class_name=spent.class_name or f"{spent.grade}A1",
        school_year=f"{begins}-{begins + 1}",
    )
    results, stated = (_primary if level is SchoolLevel.PRIMARY else _secondary)(place, spent)
    return Page(
        lookup_code=_CODE,
        version=1,
        event=Event.NEW,
        updated_at=datetime(begins + 1, 5, 31, 3, tzinfo=UTC),
        class_year=place,
        pupil=pupil,
        results=results,
        stated=stated,
        computed=choose(level, spent.grade, place.school_year).assess(results, stated),
        reassessment=_reassessment(spent, begins),
    )


def _reassessment(spent: Spent, begins: int) -> Reassessment | None:
    if not spent.reassessed:
        return None
    note = "Đã rèn luyện trong hè môn Toán và Ngữ văn; kết quả kiểm tra lại đạt yêu cầu."
    return Reassessment(promoted=True, decided_on=date(begins + 1, 8, 10), note=note)


def _primary(place: ClassYear, spent: Spent) -> tuple[PrimaryResults, PrimaryOutcome]:
    rules = choose(place.level, place.grade, place.school_year)
    if spent.not_assessed:
        results = PrimaryResults((), (), (), SHORT, not_assessed=True)
        return results, PrimaryOutcome(None, completed=None)
    level = Attainment.T if spent.promoted else Attainment.C
    results = PrimaryResults(
        subjects=tuple(
            SubjectLevel(
                each.code,
                level,
                (9 if spent.promoted else 4) if each.scored else None,
                spent.comment,
            )
            for each in rules.subjects
            if each.required
        ),
        qualities=tuple(Trait(each, TraitLevel.T) for each in rules.qualities),
        competences=tuple(Trait(each, TraitLevel.D) for each in rules.competences),
        quality_comment=spent.comment,
        competence_comment=spent.comment,
    )
    if not spent.promoted:
        return results, PrimaryOutcome(PrimaryResult.CHT, completed=False)
    return results, PrimaryOutcome(PrimaryResult.HTT, completed=True, award=Award.HSTB)


def _secondary(place: ClassYear, spent: Spent) -> tuple[SecondaryResults, SecondaryOutcome]:
    rules = choose(place.level, place.grade, place.school_year)
    nothing = Terms(None, None, None)
    if spent.not_assessed:
        results = SecondaryResults((), None, None, 3, SHORT, not_assessed=True)
        return results, SecondaryOutcome(nothing, nothing, promoted=None)
    retest = Decimal("5.5") if spent.reassessed else None
    results = SecondaryResults(
        subjects=tuple(
            _marks(each, retest if each.code == "TOAN" else None, spent.comment)
            for each in rules.subjects
            if each.required
        ),
        conduct_term1=Rating.T,
        conduct_term2=Rating.K,
        absences=12,
        homeroom_comment=spent.comment,
    )
    good = Terms(Rating.T, Rating.K, Rating.K)
    award = Award.HSG if spent.promoted else None
    return results, SecondaryOutcome(good, good, promoted=spent.promoted, award=award)


def _marks(subject: SubjectRule, retest: Decimal | None, comment: str) -> SubjectMarks:
    mark = Decimal("8.5") if subject.scored else PassLevel.D
    return SubjectMarks(subject.code, mark, mark, mark, retest, comment)
