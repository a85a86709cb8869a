"""One primary and one secondary page, with something in every field, and ways to vary them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hocba.core.packet import PacketHeader
from hocba.core.record import (
    Attainment,
    Award,
    ClassYear,
    Event,
    Mark,
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
    Sex,
    SubjectLevel,
    SubjectMarks,
    Terms,
    Trait,
    TraitLevel,
)

PUPIL = Pupil(
    code="0160243122",
    personal_id="001214649896",
    full_name="Hồ Minh Khoa",
    birth_date=date(2014, 12, 18),
    sex=Sex.MALE,
    ethnic_group="Kinh",
    nationality="Việt Nam",
    birth_place="Hà Nội",
    home_town="Hưng Yên",
    address="Số 160 đường Láng, Hà Nội",
    father="Hồ Văn An",
    mother="Lý Thị Bình",
    guardian="Hồ Thị Chi",
)

PRIMARY = Page(
    lookup_code="5f0c7d1e2b3a4c5d8e9f0a1b2c3d4e5f",
    version=1,
    event=Event.NEW,
    updated_at=datetime(2024, 5, 31, 3, tzinfo=UTC),
    class_year=ClassYear(
        department_code="01",
        school_code="TH-KIM-DONG",
        school_name="Trường Tiểu học Kim Đồng",
        level=SchoolLevel.PRIMARY,
        grade=4,
        class_name="4A1",
        school_year="2023-2024",
    ),
    pupil=PUPIL,
    results=PrimaryResults(
        subjects=(
            SubjectLevel("TOAN", Attainment.T, 10, "Tính toán nhanh"),
            SubjectLevel("DAODUC", Attainment.H),
        ),
        qualities=(Trait("YEUNUOC", TraitLevel.T), Trait("NHANAI", TraitLevel.D)),
        competences=(Trait("NGONNGU", TraitLevel.D),),
        quality_comment="Ngoan",
        competence_comment="Biết hợp tác",
    ),
    stated=PrimaryOutcome(PrimaryResult.HTT, completed=True, award=Award.HSTB),
    computed=PrimaryOutcome(PrimaryResult.HT, completed=True),
    reassessment=Reassessment(promoted=True, decided_on=date(2024, 8, 10), note="Đã rèn luyện hè"),
)

SECONDARY = replace(
    PRIMARY,
    lookup_code="a11ce0000000400080000000000000ff",
    class_year=ClassYear(
        department_code="01",
        school_code="THCS-VAN-QUAN",
        school_name="Trường THCS Văn Quán",
        level=SchoolLevel.LOWER_SECONDARY,
        grade=7,
        class_name="7A2",
        school_year="2023-2024",
    ),
    results=SecondaryResults(
        subjects=(
            SubjectMarks("TOAN", Decimal("6.5"), Decimal("4.4"), Decimal("5.1"), Decimal("5.5")),
            SubjectMarks("GDTC", PassLevel.D, PassLevel.CD, PassLevel.CD, PassLevel.D, "Chăm tập"),
        ),
        conduct_term1=Rating.K,
        conduct_term2=Rating.T,
        absences=12,
        homeroom_comment="Tiến bộ rõ ở học kì II",
    ),
    stated=SecondaryOutcome(
        academic=Terms(Rating.K, Rating.D, Rating.D),
        conduct=Terms(Rating.K, Rating.T, Rating.T),
        promoted=True,
        award=Award.HSG,
    ),
    computed=SecondaryOutcome(
        academic=Terms(Rating.CD, Rating.K, None),
        conduct=Terms(Rating.K, Rating.T, Rating.T),
        promoted=False,
    ),
)

HEADER = PacketHeader(
    packet_id="0c7d1e2b3a4c4c5d8e9f0a1b2c3d4e5f",
    department_code="01",
    school_code="TH-KIM-DONG",
    school_name="Trường Tiểu học Kim Đồng",
    level=SchoolLevel.PRIMARY,
    grade=4,
    class_name="4A1",
    school_year="2023-2024",
    created_at=datetime(2024, 6, 1, 2, tzinfo=UTC),
)


def with_pupil(**changes: object) -> Page:
    """The primary page of a pupil who differs in these fields."""
    return replace(PRIMARY, pupil=replace(PUPIL, **changes))  # type: ignore[arg-type]


def with_comment(comment: str) -> Page:
    """The primary page with this comment on its only subject."""
    subject = SubjectLevel("TOAN", Attainment.T, 10, comment)
    return replace(PRIMARY, results=replace(PRIMARY.results, subjects=(subject,)))


def with_mark(mark: Mark) -> Page:
    """The secondary page with this year mark in its only subject."""
    subject = SubjectMarks("TOAN", None, None, mark)
    return replace(SECONDARY, results=replace(SECONDARY.results, subjects=(subject,)))
