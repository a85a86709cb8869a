"""What Thông tư 22/2021/TT-BGDĐT finds in the record of a secondary pupil's year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from hocba.core.codes import SUBJECTS, words
from hocba.core.finding import Severity, Violation
from hocba.core.record import (
    Award,
    Mark,
    PassLevel,
    Rating,
    SecondaryOutcome,
    SecondaryResults,
    SubjectMarks,
    Terms,
)
from hocba.core.rules.averages import is_score, year_average
from hocba.core.rules.ruleset import RuleSet, SubjectRule
from hocba.core.rules.violations import (
    MISSING,
    Conclusion,
    award_severity,
    error,
    judge,
    warning,
)

Column = Literal["term1", "term2", "year", "retest"]
"""A column of a subject's marks: the attribute of SubjectMarks that holds it."""

LAW = "Thông tư 22/2021/TT-BGDĐT"
_WHEN: dict[Column, str] = {
    "term1": "học kì I",
    "term2": "học kì II",
    "year": "cả năm",
    "retest": "đánh giá lại",
}
_SEVERITY: dict[Column, Severity] = {
    "term1": Severity.WARNING,
    "term2": Severity.WARNING,
    "year": Severity.ERROR,
}
_RATINGS = {
    "academic": ("Kết quả học tập", "Điều 9 khoản 2, 3"),
    "conduct": ("Kết quả rèn luyện", "Điều 8 khoản 2"),
}
_NUMBER_OF_CHOSEN = 4
_TITLES = (Award.HSG, Award.HSXS)


def mark_in(subject: SubjectMarks, column: Column) -> Mark | None:
    """The mark of a column."""
    mark: Mark | None = getattr(subject, column)
    return mark


def check_record(rules: RuleSet, results: SecondaryResults) -> tuple[Violation, ...]:
    """What is missing from or impossible in the record itself."""
    found = (
        *_absent_subjects(rules, results),
        *_chosen_subjects(rules, results),
        *_subjects(rules, results),
        *_conduct(results),
        *_absences(results),
    )
    if not results.not_assessed:
        return found
    return tuple(violation for violation in found if violation.code not in MISSING)


def check_averages(results: SecondaryResults) -> Iterator[Violation]:
    """Year marks that do not follow from those of the terms. Điều 9 khoản 1."""
    for subject in results.subjects:
        marks = (subject.term1, subject.term2, subject.year)
        known = [mark for mark in marks if mark is not None and _is_possible(mark)]
        if len(known) == len(marks):
            yield from _year_mark(subject.subject, *known)


def check_conclusions(stated: SecondaryOutcome, computed: SecondaryOutcome) -> Iterator[Violation]:
    """What the school left open or concluded otherwise than the regulation.

    A rating of a term is only warned of: what follows depends on the year's.
    """
    academic, conduct = computed.academic, computed.conduct
    yield from judge(_ratings("academic", stated.academic, academic))
    yield from judge(_ratings("conduct", stated.conduct, conduct))
    yield from judge(
        (
            Conclusion(
                ("promoted",),
                "Lên lớp",
                f"Điều 12 {LAW}",
                stated.promoted,
                computed.promoted,
                decided=computed.promoted is not None,
                required=False,
            ),
            Conclusion(
                ("award",),
                "Danh hiệu",
                f"Điều 15 {LAW}",
                stated.award,
                computed.award,
                decided=academic.year is not None and conduct.year is not None,
                required=False,
                severity=award_severity(stated.award, computed.award, _TITLES),
            ),
        )
    )


def _ratings(kind: str, stated: Terms, computed: Terms) -> Iterator[Conclusion]:
    what, article = _RATINGS[kind]
    for column, severity in _SEVERITY.items():
        rating: Rating | None = getattr(computed, column)
        yield Conclusion(
            (kind, column),
            f"{what} {_WHEN[column]}",
            f"{article} {LAW}",
            getattr(stated, column),
            rating,
            decided=rating is not None,
            required=True,
            severity=severity,
        )


def _is_possible(mark: Mark) -> bool:
    return isinstance(mark, PassLevel) or is_score(mark)


def _year_mark(code: str, term1: Mark, term2: Mark, year: Mark) -> Iterator[Violation]:
    computed = term2
    if isinstance(term1, Decimal) and isinstance(term2, Decimal):
        computed = year_average(term1, term2)
    if year != computed and type(term1) is type(term2):
        yield error(
            "CA_NAM_KHAC_HOC_KI",
            ("subject", code, "year"),
            f"{_name(code)}: cả năm ghi {words(year)}, nhưng từ "
            f"{words(term1)} (học kì I) và {words(term2)} (học kì II) "
            f"phải là {words(computed)} (Điều 9 khoản 1 {LAW}).",
        )


def _absent_subjects(rules: RuleSet, results: SecondaryResults) -> Iterator[Violation]:
    recorded = {subject.subject for subject in results.subjects}
    for rule in rules.subjects:
        if rule.required and rule.code not in recorded:
            yield error(
                "THIEU_MON",
                ("subject", rule.code),
                f"Thiếu môn học, hoạt động giáo dục bắt buộc «{_name(rule.code)}» của khối lớp.",
            )


def _chosen_subjects(rules: RuleSet, results: SecondaryResults) -> Iterator[Violation]:
    choice = {rule.code for rule in rules.subjects if rule.chosen}
    taken = [s.subject for s in results.subjects if s.subject in choice and _has_marks(s)]
    if choice and len(taken) != _NUMBER_OF_CHOSEN and not results.not_assessed:
        names = "".join(f"; {_name(code)}" for code in taken)
        yield error(
            "SO_MON_LUA_CHON",
            ("subject",),
            f"Học sinh phải học đúng {_NUMBER_OF_CHOSEN} môn lựa chọn "
            f"(Chương trình GDPT 2018), nhưng ghi {len(taken)} môn{names}.",
        )


def _subjects(rules: RuleSet, results: SecondaryResults) -> Iterator[Violation]:
    by_code = {rule.code: rule for rule in rules.subjects}
    for subject in results.subjects:
        rule = by_code.get(subject.subject)
        if _has_marks(subject) or (rule is not None and rule.required):
            yield from _subject(rule, subject)


def _has_marks(subject: SubjectMarks) -> bool:
    return any(mark_in(subject, column) is not None for column in _WHEN)


def _subject(rule: SubjectRule | None, subject: SubjectMarks) -> Iterator[Violation]:
    if rule is None:
        yield warning(
            "MON_NGOAI_CHUONG_TRINH",
            ("subject", subject.subject),
            f"Môn «{_name(subject.subject)}» không có trong chương trình của khối lớp.",
        )
    for column, when in _WHEN.items():
        mark = mark_in(subject, column)
        if mark is not None:
            yield from _mark_in_column(rule, subject.subject, column, mark)
        elif column != "retest":
            yield error(
                "THIEU_DIEM",
                ("subject", subject.subject, column),
                f"{_name(subject.subject)}: thiếu kết quả {when} (Điều 9 khoản 1 {LAW}).",
            )


def _mark_in_column(
    rule: SubjectRule | None, code: str, column: Column, mark: Mark
) -> Iterator[Violation]:
    field = ("subject", code, column)
    where = f"{_name(code)}, {_WHEN[column]}"
    if rule is not None and rule.scored is not isinstance(mark, Decimal):
        way = "bằng điểm số" if rule.scored else "bằng nhận xét, Đạt hoặc Chưa đạt"
        yield error(
            "SAI_HINH_THUC",
            field,
            f"{where}: môn này đánh giá {way} (Điều 5 {LAW}), nhưng ghi «{words(mark)}».",
        )
    elif not _is_possible(mark):
        yield error(
            "DIEM_NGOAI_THANG",
            field,
            f"{where}: {words(mark)} không phải điểm từ 0 đến 10 "
            f"với một chữ số thập phân (Điều 5 {LAW}).",
        )


def _conduct(results: SecondaryResults) -> Iterator[Violation]:
    terms: dict[Column, Rating | None] = {
        "term1": results.conduct_term1,
        "term2": results.conduct_term2,
    }
    for column, rating in terms.items():
        if rating is None:
            yield error(
                "THIEU_REN_LUYEN",
                ("conduct", column),
                f"Thiếu kết quả rèn luyện {_WHEN[column]} (Điều 8 {LAW}).",
            )


def _absences(results: SecondaryResults) -> Iterator[Violation]:
    if results.absences is None:
        yield error(
            "THIEU_BUOI_NGHI",
            ("absences",),
            f"Thiếu số buổi nghỉ học trong năm (Điều 12 {LAW}).",
        )
    elif results.absences < 0:
        yield error(
            "BUOI_NGHI_SAI", ("absences",), f"Số buổi nghỉ không thể là {results.absences}."
        )


def _name(code: str) -> str:
    subject = SUBJECTS.get(code)
    return subject.name if subject else code
