"""What Thông tư 27/2020/TT-BGDĐT finds in the record of a primary pupil's year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hocba.core.codes import COMPETENCES, QUALITIES, SUBJECTS, TraitName
from hocba.core.finding import Violation
from hocba.core.record import (
    Award,
    PrimaryOutcome,
    PrimaryResults,
    SchoolLevel,
    SubjectLevel,
    Trait,
)
from hocba.core.rules.ruleset import RuleSet, SubjectRule
from hocba.core.rules.violations import (
    MISSING,
    Conclusion,
    award_severity,
    error,
    judge,
    warning,
)

LAW = "Thông tư 27/2020/TT-BGDĐT"
_SCORES = range(1, 11)
_TITLES = (Award.HSTB, Award.HSXS)


def check_record(rules: RuleSet, results: PrimaryResults) -> tuple[Violation, ...]:
    """What is missing from or impossible in the record itself."""
    found = (
        *_absent_subjects(rules, results),
        *_subjects(rules, results),
        *_traits("quality", QUALITIES, rules.qualities, results.qualities),
        *_traits("competence", COMPETENCES, rules.competences, results.competences),
    )
    if not results.not_assessed:
        return found
    return tuple(violation for violation in found if violation.code not in MISSING)


def check_conclusions(stated: PrimaryOutcome, computed: PrimaryOutcome) -> Iterator[Violation]:
    """What the school left open or concluded otherwise than the regulation."""
    decided = computed.result is not None
    yield from judge(
        (
            Conclusion(
                ("result",),
                "Đánh giá kết quả giáo dục",
                f"Điều 9 khoản 2 điểm b {LAW}",
                stated.result,
                computed.result,
                decided,
                required=True,
            ),
            Conclusion(
                ("completed",),
                "Hoàn thành chương trình lớp học",
                f"Điều 11 {LAW}",
                stated.completed,
                computed.completed,
                decided,
                required=False,
            ),
            Conclusion(
                ("award",),
                "Khen thưởng",
                f"Điều 13 {LAW}",
                stated.award,
                computed.award,
                decided,
                required=False,
                severity=award_severity(stated.award, computed.award, _TITLES),
            ),
        )
    )


def _absent_subjects(rules: RuleSet, results: PrimaryResults) -> Iterator[Violation]:
    recorded = {subject.subject for subject in results.subjects}
    for rule in rules.subjects:
        if rule.required and rule.code not in recorded:
            report = warning if rule.excused else error
            yield report(
                "THIEU_MON",
                ("subject", rule.code),
                f"Thiếu môn học, hoạt động giáo dục bắt buộc «{_name(rule.code)}» của khối lớp.",
            )


def _subjects(rules: RuleSet, results: PrimaryResults) -> Iterator[Violation]:
    by_code = {rule.code: rule for rule in rules.subjects}
    for subject in results.subjects:
        rule = by_code.get(subject.subject)
        if _is_taken(subject) or (rule is not None and rule.required):
            yield from _subject(rule, subject)


def _is_taken(subject: SubjectLevel) -> bool:
    return subject.level is not None or subject.score is not None


def _subject(rule: SubjectRule | None, subject: SubjectLevel) -> Iterator[Violation]:
    if rule is None:
        yield warning(
            "MON_NGOAI_CHUONG_TRINH",
            ("subject", subject.subject),
            f"Môn «{_name(subject.subject)}» không có trong chương trình của khối lớp.",
        )
    yield from _level(subject)
    yield from _score(rule, subject)


def _level(subject: SubjectLevel) -> Iterator[Violation]:
    if subject.level is None:
        yield error(
            "THIEU_MUC",
            ("subject", subject.subject, "level"),
            f"{_name(subject.subject)}: thiếu mức đạt được (Điều 9 {LAW}).",
        )


def _score(rule: SubjectRule | None, subject: SubjectLevel) -> Iterator[Violation]:
    field = ("subject", subject.subject, "score")
    name = _name(subject.subject)
    if subject.score is None:
        if rule is not None and rule.scored:
            yield error(
                "THIEU_DIEM", field, f"{name}: thiếu điểm kiểm tra cuối năm (Điều 7 {LAW})."
            )
        return
    if subject.score not in _SCORES:
        yield error(
            "DIEM_NGOAI_THANG",
            field,
            f"{name}: điểm kiểm tra {subject.score} không phải số nguyên "
            f"từ 1 đến 10 (Điều 7 {LAW}).",
        )
    if rule is not None and not rule.scored:
        yield warning(
            "DIEM_KHONG_QUY_DINH",
            field,
            f"{name}: khối lớp này không có bài kiểm tra cuối năm (Điều 7 {LAW}), "
            f"nhưng có điểm {subject.score}.",
        )


def _traits(
    kind: str,
    names: Mapping[str, TraitName],
    expected: tuple[str, ...],
    recorded: tuple[Trait, ...],
) -> Iterator[Violation]:
    levels = {trait.trait: trait.level for trait in recorded}
    what = "Phẩm chất" if kind == "quality" else "Năng lực"
    for code in expected:
        if levels.get(code) is None:
            yield error(
                "THIEU_MUC",
                (kind, code),
                f"{what} «{names[code].name}»: thiếu mức đạt được (Điều 9 {LAW}).",
            )
    for code, level in levels.items():
        if level is not None and code not in expected:
            yield warning(
                "NGOAI_CHUONG_TRINH",
                (kind, code),
                f"{what} «{_trait(names, code)}» không được đánh giá ở khối lớp này.",
            )


def _name(code: str) -> str:
    subject = SUBJECTS.get(code)
    return subject.name_at(SchoolLevel.PRIMARY) if subject else code


def _trait(names: Mapping[str, TraitName], code: str) -> str:
    return names[code].name if code in names else code
