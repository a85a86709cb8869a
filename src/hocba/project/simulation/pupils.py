"""Made-up pupils and what their year was: plausible, varied, and by the rules of the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from hocba.core.record import (
    Attainment,
    ClassYear,
    Event,
    Mark,
    Outcome,
    Page,
    PassLevel,
    PrimaryOutcome,
    PrimaryResults,
    Pupil,
    Rating,
    Results,
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
from hocba.core.rules.averages import year_average
from hocba.core.rules.ruleset import RuleSet, SubjectRule
from hocba.core.school_year import SchoolYear
from hocba.project.simulation.city import PlannedClass

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
_GIVEN = ("An", "Bình", "Châu", "Dương", "Giang", "Hải", "Khánh", "Linh", "Minh", "Ngọc", "Phúc")
_COMMENTS = (
    "Nắm vững kiến thức, vận dụng tốt vào bài tập và thực tế.",
    "Có tiến bộ rõ trong học kì II; cần đọc thêm sách để mở rộng vốn từ.",
    "Chăm chỉ, tích cực phát biểu, biết giúp đỡ bạn bè trong nhóm.",
    "Hiểu bài, tính toán cẩn thận; cần trình bày bài làm rõ ràng hơn.",
    "Tự giác, hợp tác tốt, hoàn thành đầy đủ các nhiệm vụ học tập được giao.",
)
_PROVINCE = "000"
"""A province that no office registers births for: nobody real has such a number."""

_CHOSEN_IN_UPPER_SECONDARY = 4

_UNDECIDED = Terms(None, None, None)


def pages(planned: PlannedClass, updated_at: datetime, random: Random) -> Iterator[Page]:
    """The pages of a class; all its pupils complete the year."""
    year = planned.year
    rules = choose(year.level, year.grade, year.school_year)
    for number in range(planned.first, planned.first + planned.pupils):
        results, stated = _year(rules, year.level, random)
        yield Page(
            lookup_code=UUID(int=random.getrandbits(128), version=4).hex,
            version=1,
            event=Event.NEW,
            updated_at=updated_at,
            class_year=year,
            pupil=_pupil(number, year, random),
            results=results,
            stated=stated,
            computed=rules.assess(results, stated),
        )


def _pupil(number: int, year: ClassYear, random: Random) -> Pupil:
    """``number`` is the pupil's own within the grade, and so within the year of birth."""
    sex = random.choice((Sex.MALE, Sex.FEMALE))
    born = SchoolYear.parse(year.school_year).first - year.grade - 5
    family, given = random.choice(_FAMILIES), random.choice(_GIVEN)
    return Pupil(
        code=f"HS{year.grade:02}{number:07}",
        personal_id=f"{_PROVINCE}{_century(born, sex)}{born % 100:02}{number:06}",
        full_name=f"{family} Mô Phỏng {given}",
        birth_date=date(born, 1, 1) + timedelta(days=random.randrange(365)),
        sex=sex,
        ethnic_group="Kinh",
        nationality="Việt Nam",
        birth_place="Hà Nội",
        address=f"Số {random.randrange(1, 300)}, đường mô phỏng, Hà Nội",
        father=f"{family} Mô Phỏng Cha",
        mother=f"{random.choice(_FAMILIES)} Mô Phỏng Mẹ",
    )


def _century(born: int, sex: Sex) -> int:
    return 2 * (born // 100 - 19) + (sex is Sex.FEMALE)


def _year(rules: RuleSet, level: SchoolLevel, random: Random) -> tuple[Results, Outcome]:
    """What was recorded, and the conclusions that the regulation draws from it."""
    if level is SchoolLevel.PRIMARY:
        primary = _primary(rules, random)
        return primary, rules.assess(primary, PrimaryOutcome(None, None))
    secondary = _secondary(rules, random)
    return secondary, rules.assess(secondary, SecondaryOutcome(_UNDECIDED, _UNDECIDED, None))


def _primary(rules: RuleSet, random: Random) -> PrimaryResults:
    return PrimaryResults(
        subjects=tuple(_level(rule, random) for rule in rules.subjects if rule.required),
        qualities=tuple(Trait(code, _trait(random)) for code in rules.qualities),
        competences=tuple(Trait(code, _trait(random)) for code in rules.competences),
        quality_comment=random.choice(_COMMENTS),
        competence_comment=random.choice(_COMMENTS),
    )


def _level(rule: SubjectRule, random: Random) -> SubjectLevel:
    """A score of 5 to 10 with the level that goes with it (Thông tư 27/2020, Điều 7)."""
    score = random.choice((5, 6, 7, 8, 9, 9, 10, 10))
    level = Attainment.T if score >= 9 else Attainment.H
    return SubjectLevel(rule.code, level, score if rule.scored else None, random.choice(_COMMENTS))


def _trait(random: Random) -> TraitLevel:
    return random.choice((TraitLevel.T, TraitLevel.T, TraitLevel.D))


def _secondary(rules: RuleSet, random: Random) -> SecondaryResults:
    chosen = [rule for rule in rules.subjects if rule.chosen]
    taken = set(random.sample(chosen, min(_CHOSEN_IN_UPPER_SECONDARY, len(chosen))))
    subjects = (rule for rule in rules.subjects if rule.required or rule in taken)
    return SecondaryResults(
        subjects=tuple(_marks(rule, random) for rule in subjects),
        conduct_term1=random.choice((Rating.T, Rating.K)),
        conduct_term2=random.choice((Rating.T, Rating.K)),
        absences=random.randrange(10),
        homeroom_comment=random.choice(_COMMENTS),
    )


def _marks(rule: SubjectRule, random: Random) -> SubjectMarks:
    terms: tuple[Mark, Mark, Mark] = (PassLevel.D, PassLevel.D, PassLevel.D)
    if rule.scored:
        first, second = (Decimal(random.randrange(60, 101)) / 10 for _ in range(2))
        terms = (first, second, year_average(first, second))
    return SubjectMarks(rule.code, *terms, comment=random.choice(_COMMENTS))
