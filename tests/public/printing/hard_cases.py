"""Whole transcripts that a form could stumble over, signed year by year as schools sign them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
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
    Sex,
    SubjectLevel,
    SubjectMarks,
    Terms,
    Trait,
    TraitLevel,
)
from hocba.core.rules import choose
from hocba.core.signature import POLICY, verify_page
from hocba.public.printing import Transcript, Year, signature_blocks
from tests.core.signature.pki import Wish
from tests.core.signature.signing import Step, sign_page, trust
from tests.public.printing.examples import proven

FIRST_YEAR = 2022
CHECKED_AT = datetime(2029, 10, 1, tzinfo=UTC)
SERIAL = "7F3K-9QW2-MX5T"
UNITS = ("Phòng GDĐT quận Hà Đông", "Sở GDĐT Hà Nội")

_SHORT = "Tiếp thu bài tốt, tích cực xây dựng bài; cần trình bày cẩn thận hơn."
_LONG = (
    "Em có ý thức học tập tốt, chủ động tìm hiểu kiến thức ngoài sách giáo khoa, biết hợp tác và"
    " chia sẻ với các bạn trong nhóm; kĩ năng trình bày bài còn hạn chế, cần luyện thêm ở nhà. "
)
VERY_LONG = _LONG * 4
LONGEST = (_LONG * 30)[:3990] + "(hết)"
"""As long as a packet lets a comment be."""

PUPIL = Pupil(
    code="0160243122",
    personal_id="001216009896",
    full_name="Hồ Minh Khoa",
    birth_date=date(2016, 12, 18),
    sex=Sex.MALE,
    ethnic_group="Kinh",
    nationality="Việt Nam",
    birth_place="Bệnh viện Phụ sản Hà Nội",
    home_town="Xã Tân Lập, huyện Đan Phượng, Hà Nội",
    address="Số 160 đường Láng, quận Đống Đa, Hà Nội",
    father="Hồ Văn An",
    mother="Lý Thị Bình",
    guardian="Hồ Thị Chi",
)
FOREIGN = replace(
    PUPIL,
    full_name="Maximilian-Alexander Friedrich Wilhelm von Hohenzollern-Sigmaringen y Rodríguez",
    ethnic_group="Người nước ngoài",
    nationality="Liên bang Thụy Sĩ, Cộng hoà Liên bang Đức",
    birth_place="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, Wales, Vương quốc Anh",
    father="Þorsteinn Ægir Guðmundsson",
    mother="Małgorzata Świętosława Brzęczyszczykiewicz-Żółkiewska",
    guardian="Зинаида Щукина (Zinaida Shchukina)",
)
ETHNIC = replace(
    PUPIL,
    full_name="Rơ Châm H’Ƀlŭk Niê Kƀuôr Êban Čư̆ Ñăk Y’Đrăm",
    ethnic_group="Ba na (Gơ-lar, Tơ-lô, Giơ-lâng, Rơ-ngao, Krem, Roh, Con Kđe, A-la Công)",
    birth_place="Buôn Ƀlĕ̆č, xã Ea H’Leo, huyện Ea H’Leo, tỉnh Đắk Lắk",
    father="Y’Čŏ̆m Mlô Duôn Du",
    mother="H’Ƀuôn Êñuôl",
    guardian="Lò Mẩy Pết; Sùng A Tủa; Đinh Hơ̆rơ̆nh",
)
LONG_NAMES = replace(
    PUPIL,
    full_name="Nguyễn Phúc Công Tằng Tôn Nữ Quỳnh Hương Trâm Anh Kim Đoan Trang Hoàng Lan Phương",
    address=("Căn hộ 2304, toà nhà Park Hill 12, khu đô thị Vinhomes Times City, số 458 phố Minh"
             " Khai, phường Vĩnh Tuy, quận Hai Bà Trưng, thành phố Hà Nội, Việt Nam"),
    home_town="Thôn Thượng Hạ Trung Đông Tây Nam Bắc, xã Nghĩa Hưng Đông Bắc, huyện Vĩnh Tường",
)  # fmt: skip


@dataclass(frozen=True)
class Spent:
    """A year as a case wants it: grade, school, and what was unusual in it."""

    grade: int
    school: str = "Trường Tiểu học Kim Đồng"
    comment: str = _SHORT
    promoted: bool = True
    reassessed: bool = False
    not_assessed: bool = False
    class_name: str = ""


@dataclass(frozen=True)
class Case:
    """A person and the years that they spent at one level."""

    pupil: Pupil
    years: Sequence[Spent] = field(default_factory=tuple)


def _years(first: int, last: int, **wishes: object) -> tuple[Spent, ...]:
    return tuple(Spent(grade, **wishes) for grade in range(first, last + 1))


_LOWER, _UPPER = "Trường THCS Văn Quán", "Trường THPT Chu Văn An"
_THREE_SCHOOLS = (
    "Trường Tiểu học Kim Đồng",
    "Trường PTDTBT TH và THCS Tả Gia Khâu, Mường Khương",
    "Trường TH, THCS và THPT Quốc tế Vinschool Times City 2",
)

CASES: Mapping[str, Case] = {
    "primary, five years": Case(PUPIL, _years(1, 5)),
    "lower secondary, four years": Case(PUPIL, _years(6, 9, school=_LOWER)),
    "upper secondary, three years": Case(PUPIL, _years(10, 12, school=_UPPER)),
    "very long comments, primary": Case(PUPIL, _years(1, 3, comment=VERY_LONG)),
    "very long comments, secondary": Case(PUPIL, _years(6, 7, school=_LOWER, comment=VERY_LONG)),
    "the longest comments": Case(
        PUPIL, (Spent(1, comment=LONGEST), Spent(2)),
    ),
    "long names": Case(
        LONG_NAMES,
        _years(6, 8, school=_THREE_SCHOOLS[1], class_name="8 Chuyên Toán – Tin học CLC 1"),
    ),
    "foreign names": Case(FOREIGN, _years(10, 12, school=_UPPER)),
    "ethnic names with rare letters": Case(ETHNIC, _years(1, 5, school=_THREE_SCHOOLS[1])),
    "three schools": Case(
        PUPIL,
        (*(Spent(grade, school) for grade, school in zip((1, 2, 3), _THREE_SCHOOLS, strict=True)),
         *_years(4, 5, school=_THREE_SCHOOLS[0])),
    ),
    "re-assessed years": Case(
        PUPIL,
        (Spent(6, _LOWER), Spent(7, _LOWER, promoted=False, reassessed=True), Spent(8, _LOWER)),
    ),
    "re-assessed in primary school": Case(
        PUPIL, (Spent(1, promoted=False, reassessed=True), Spent(2)),
    ),
    "not assessed": Case(PUPIL, (Spent(1, not_assessed=True), Spent(2, not_assessed=True))),
    "not assessed, secondary": Case(PUPIL, (Spent(6, _LOWER, not_assessed=True),)),
    "a retained year, six years": Case(
        PUPIL, (Spent(1), Spent(2, promoted=False), *_years(2, 5)),
    ),
    "retained twice, seven years": Case(
        LONG_NAMES,
        (Spent(1, promoted=False), Spent(1), Spent(2), Spent(3, promoted=False), *_years(3, 5)),
    ),
}  # fmt: skip


@cache
def transcript(name: str) -> Transcript:
    """The case as the register would print it: verified, locked, proven, numbered."""
    case = CASES[name]
    years = tuple(
        _printed(_page(case.pupil, spent, FIRST_YEAR + n), FIRST_YEAR + n)
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
    """Homeroom teacher, head and seal; in secondary school four subject teachers before them."""
    school = page.class_year.school_name
    subjects = [each.subject for each in page.results.subjects]
    teachers = () if page.class_year.level is SchoolLevel.PRIMARY or not subjects else tuple(
        Step(Role.SUBJECT_TEACHER, Wish(name, school), tuple(subjects[n::4]))
        for n, name in enumerate(("Lê Thị Mai", "Phạm Thu Hà", "Vũ Hải", "Nguyễn Thị Thanh Hương"))
    )  # fmt: skip
    return (
        *teachers,
        Step(Role.HOMEROOM_TEACHER, Wish("Nguyễn Thị Lan", school)),
        Step(Role.HEAD, Wish("Trần Văn Hùng", school)),
        Step(Role.SCHOOL, Wish(school, school)),
    )


def _page(pupil: Pupil, spent: Spent, begins: int) -> Page:
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
        lookup_code="5f0c7d1e2b3a4c5d8e9f0a1b2c3d4e5f",
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
        results = PrimaryResults((), (), (), _SHORT, not_assessed=True)
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
        results = SecondaryResults((), None, None, 3, _SHORT, not_assessed=True)
        return results, SecondaryOutcome(nothing, nothing, promoted=None)
    mark = {True: Decimal("8.5"), False: PassLevel.D}
    retest = Decimal("5.5") if spent.reassessed else None
    results = SecondaryResults(
        subjects=tuple(
            SubjectMarks(
                each.code,
                *[mark[each.scored]] * 3,
                retest if each.code == "TOAN" else None,
                spent.comment,
            )
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
