"""The frozen facts of a page: one pupil's one school year, as it will be signed.

A page holds what the school recorded (``results``), what the school concluded
(``stated``) and what the regulation gives (``computed``). All three are kept: the first
two are the school's word, the third lets anyone hold that word against the law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum


class Sex(IntEnum):
    """GioiTinh of the national data centre."""

    UNKNOWN = 0
    MALE = 1
    FEMALE = 2


class SchoolLevel(StrEnum):
    """MaCapHoc of the Ministry's code sets; only the levels that have a học bạ."""

    PRIMARY = "02"
    LOWER_SECONDARY = "03"
    UPPER_SECONDARY = "04"

    @classmethod
    def of_grade(cls, grade: int) -> SchoolLevel:
        """The level that a grade (1-12) belongs to. Raises ValueError outside 1-12."""
        if not 1 <= grade <= 12:
            raise ValueError(f"no such grade: {grade}")
        if grade <= 5:
            return cls.PRIMARY
        return cls.LOWER_SECONDARY if grade <= 9 else cls.UPPER_SECONDARY


class Event(StrEnum):
    """SuKien of the national data centre."""

    NEW = "NEW"
    UPDATE = "UPDATE"
    CANCEL = "CANCEL"


class Attainment(StrEnum):
    """Mức đạt được of a primary subject (Thông tư 27/2020, Điều 9).

    Hoàn thành tốt, Hoàn thành, Chưa hoàn thành.
    """

    T = "T"
    H = "H"
    C = "C"


class TraitLevel(StrEnum):
    """Mức of a quality or competence (Thông tư 27/2020): Tốt, Đạt, Cần cố gắng."""

    T = "T"
    D = "D"
    C = "C"


class PassLevel(StrEnum):
    """Result of a subject assessed by comment (Thông tư 22/2021, Điều 5): Đạt, Chưa đạt."""

    D = "D"
    CD = "CD"


class Rating(StrEnum):
    """Kết quả học tập or rèn luyện (Thông tư 22/2021, Điều 8-9): Tốt, Khá, Đạt, Chưa đạt."""

    T = "T"
    K = "K"
    D = "D"
    CD = "CD"


class PrimaryResult(StrEnum):
    """Đánh giá kết quả giáo dục (Thông tư 27/2020, Điều 9 khoản 2 điểm b)."""

    HTXS = "HTXS"
    HTT = "HTT"
    HT = "HT"
    CHT = "CHT"


class Award(StrEnum):
    """Khen thưởng, danh hiệu: Thông tư 27/2020 Điều 13, Thông tư 22/2021 Điều 15."""

    HSXS = "HSXS"
    HSTB = "HSTB"
    HSG = "HSG"


@dataclass(frozen=True, slots=True)
class Pupil:
    """The person of the page. ``personal_id`` has 12 digits; unknown texts are empty, not None."""

    code: str
    personal_id: str
    full_name: str
    birth_date: date
    sex: Sex
    ethnic_group: str = ""
    nationality: str = ""
    birth_place: str = ""
    home_town: str = ""
    address: str = ""
    father: str = ""
    mother: str = ""
    guardian: str = ""


@dataclass(frozen=True, slots=True)
class ClassYear:
    """Where and when the year was spent. ``school_year`` is written ``2023-2024``."""

    department_code: str
    school_code: str
    school_name: str
    level: SchoolLevel
    grade: int
    class_name: str
    school_year: str


@dataclass(frozen=True, slots=True)
class SubjectLevel:
    """A primary subject's year: level, end-of-year test score (1-10) if any, comment."""

    subject: str
    level: Attainment | None
    score: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Trait:
    """A quality (phẩm chất) or competence (năng lực) and its level."""

    trait: str
    level: TraitLevel | None


@dataclass(frozen=True, slots=True)
class PrimaryResults:
    """What a primary school records for a year. ``not_assessed``: khuyết tật, không đánh giá."""

    subjects: tuple[SubjectLevel, ...]
    qualities: tuple[Trait, ...]
    competences: tuple[Trait, ...]
    quality_comment: str = ""
    competence_comment: str = ""
    not_assessed: bool = False


@dataclass(frozen=True, slots=True)
class PrimaryOutcome:
    """Result of a primary year; None where nothing was stated or can be computed."""

    result: PrimaryResult | None
    completed: bool | None
    award: Award | None = None


Mark = Decimal | PassLevel
"""A secondary mark: a score 0-10 with one decimal, or Đạt / Chưa đạt."""


@dataclass(frozen=True, slots=True)
class SubjectMarks:
    """A secondary subject's marks by term and year, and after a summer re-test if there was one."""

    subject: str
    term1: Mark | None
    term2: Mark | None
    year: Mark | None
    retest: Mark | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class SecondaryResults:
    """What a secondary school records for a year; conduct by term is the teachers' judgement.

    ``absences`` counts sessions (buổi) missed in the whole year.
    """

    subjects: tuple[SubjectMarks, ...]
    conduct_term1: Rating | None
    conduct_term2: Rating | None
    absences: int | None
    homeroom_comment: str = ""
    not_assessed: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """A rating by term and for the year (HK1, HK2, CN)."""

    term1: Rating | None
    term2: Rating | None
    year: Rating | None


@dataclass(frozen=True, slots=True)
class SecondaryOutcome:
    """Result of a secondary year; None where nothing was stated or can be computed."""

    academic: Terms
    conduct: Terms
    promoted: bool | None
    award: Award | None = None


Results = PrimaryResults | SecondaryResults
Outcome = PrimaryOutcome | SecondaryOutcome


@dataclass(frozen=True, slots=True)
class Reassessment:
    """The head's decision after summer re-assessment (27/2020 Điều 11, 22/2021 Điều 12-13)."""

    promoted: bool
    decided_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One version of one page.

    ``lookup_code`` is the transcript's UUID v4 in 32 lower-case hex characters and serves
    one pupil for one level of schooling for life. ``version`` starts at 1 and only grows.
    ``updated_at`` is timezone-aware, whole seconds.
    """

    lookup_code: str
    version: int
    event: Event
    updated_at: datetime
    class_year: ClassYear
    pupil: Pupil
    results: Results
    stated: Outcome
    computed: Outcome
    reassessment: Reassessment | None = None

    @property
    def finished(self) -> bool:
        """Whether the year is settled: completed, promoted, not assessed, or decided later."""
        if self.reassessment is not None or self.results.not_assessed:
            return True
        if isinstance(self.stated, PrimaryOutcome):
            return self.stated.completed is True
        return self.stated.promoted is True
