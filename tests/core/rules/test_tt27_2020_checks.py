from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.finding import Severity
from hocba.core.record import (
    Attainment,
    Award,
    PrimaryOutcome,
    PrimaryResult,
    PrimaryResults,
    SchoolLevel,
    SubjectLevel,
    Trait,
    TraitLevel,
)
from hocba.core.rules import choose

from .examples import GRADE_4, codes_of, found_in, primary, without

GRADE_2 = choose(SchoolLevel.PRIMARY, 2, "2023-2024")


def test_a_sound_record_with_the_right_conclusion_gives_nothing():
    assert found_in(GRADE_4, primary()) == ()


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"TOAN": {"level": None}}, "THIEU_MUC", ("subject", "TOAN", "level")),
        ({"TOAN": {"score": None}}, "THIEU_DIEM", ("subject", "TOAN", "score")),
        ({"TOAN": {"score": 0}}, "DIEM_NGOAI_THANG", ("subject", "TOAN", "score")),
        ({"TOAN": {"score": 11}}, "DIEM_NGOAI_THANG", ("subject", "TOAN", "score")),
    ],
)
def test_a_missing_or_impossible_mark_is_an_error(changes, code, field):
    stated = PrimaryOutcome(PrimaryResult.HTXS, completed=True, award=Award.HSXS)
    (found,) = GRADE_4.check(primary(**changes), stated)
    assert (found.severity, found.code, found.field) == (Severity.ERROR, code, field)
    assert "Toán" in found.message
    assert "Điều" in found.message


@pytest.mark.parametrize("kind", ["quality", "competence"])
def test_a_trait_without_a_level_is_an_error_whether_blank_or_absent(kind):
    attribute, code = {"quality": ("qualities", "NHANAI"), "competence": ("competences", "THAMMI")}[
        kind
    ]
    results = primary()
    recorded = getattr(results, attribute)
    absent = replace(results, **{attribute: tuple(t for t in recorded if t.trait != code)})
    blank = replace(
        results,
        **{attribute: tuple(Trait(code, None) if t.trait == code else t for t in recorded)},
    )
    stated = PrimaryOutcome(PrimaryResult.HTXS, completed=True, award=Award.HSXS)
    assert codes_of(GRADE_4.check(absent, stated)) == {("THIEU_MUC", (kind, code))}
    assert codes_of(GRADE_4.check(blank, stated)) == {("THIEU_MUC", (kind, code))}


def test_a_score_where_no_test_is_foreseen_is_a_warning():
    results = primary(DAODUC={"score": 9})
    (found,) = found_in(GRADE_4, results)
    assert found.severity is Severity.WARNING
    assert found.code == "DIEM_KHONG_QUY_DINH"
    assert "Đạo đức" in found.message


def test_a_subject_beyond_the_programme_is_a_warning():
    results = primary(GRADE_2)
    more = replace(results, subjects=(*results.subjects, SubjectLevel("TINHOC", Attainment.T, 9)))
    (found,) = found_in(GRADE_2, more)
    assert found.severity is Severity.WARNING
    assert (found.code, found.field) == ("MON_NGOAI_CHUONG_TRINH", ("subject", "TINHOC"))


def test_a_trait_beyond_the_programme_is_a_warning():
    results = primary(GRADE_2)
    more = replace(results, competences=(*results.competences, Trait("TINHOC", TraitLevel.T)))
    (found,) = found_in(GRADE_2, more)
    assert found.severity is Severity.WARNING
    assert found.field == ("competence", "TINHOC")


def test_blank_columns_beyond_the_programme_are_not_mentioned():
    results = primary(GRADE_2)
    more = replace(
        results,
        subjects=(*results.subjects, SubjectLevel("TINHOC", None)),
        competences=(*results.competences, Trait("TINHOC", None)),
    )
    assert found_in(GRADE_2, more) == ()


def test_a_missing_required_subject_is_an_error_that_names_it():
    found = found_in(GRADE_4, without(primary(), "KHOAHOC"))
    missing = next(violation for violation in found if violation.code == "THIEU_MON")
    assert missing.severity is Severity.ERROR
    assert "Khoa học" in missing.message


def test_in_the_pilot_year_a_missing_untested_subject_is_a_warning_and_later_an_error():
    later = choose(SchoolLevel.PRIMARY, 2, "2024-2025")
    results = without(primary(GRADE_2), "TNXH")
    for rules, severity in ((GRADE_2, Severity.WARNING), (later, Severity.ERROR)):
        missing = [v for v in found_in(rules, results) if v.field == ("subject", "TNXH")]
        assert [violation.severity for violation in missing] == [severity]


def test_in_the_pilot_year_a_missing_tested_subject_is_an_error_all_the_same():
    found = found_in(GRADE_2, without(primary(GRADE_2), "TOAN"))
    assert (Severity.ERROR, "THIEU_MON") in {(v.severity, v.code) for v in found}


@pytest.mark.parametrize(
    ("stated", "fields"),
    [
        (PrimaryOutcome(PrimaryResult.HTXS, completed=True), {("result",)}),
        (PrimaryOutcome(PrimaryResult.HTT, completed=False), {("completed",)}),
        (PrimaryOutcome(PrimaryResult.HTT, completed=None), {("completed",)}),
        (PrimaryOutcome(None, completed=True), {("result",)}),
        (PrimaryOutcome(PrimaryResult.HTT, completed=True, award=Award.HSXS), {("award",)}),
        (PrimaryOutcome(PrimaryResult.HTT, completed=True, award=Award.HSG), {("award",)}),
        (PrimaryOutcome(PrimaryResult.HTT, completed=True, award=Award.HSTB), set()),
        (PrimaryOutcome(PrimaryResult.HTT, completed=True), set()),
    ],
)
def test_a_conclusion_unlike_the_regulation_is_an_error_at_its_field(stated, fields):
    found = GRADE_4.check(primary(score=8), stated)
    assert {violation.field for violation in found} == fields
    assert all(violation.severity is Severity.ERROR for violation in found)


def test_a_difference_names_both_conclusions_and_the_article():
    stated = PrimaryOutcome(PrimaryResult.HTXS, completed=True)
    (found,) = GRADE_4.check(primary(score=8), stated)
    assert "Hoàn thành xuất sắc" in found.message
    assert "Hoàn thành tốt" in found.message
    assert "Điều 9 khoản 2 điểm b Thông tư 27/2020/TT-BGDĐT" in found.message


def test_an_excellent_result_without_its_award_is_a_warning():
    found = GRADE_4.check(primary(), PrimaryOutcome(PrimaryResult.HTXS, completed=True))
    assert codes_of(found) == {("KHAC_QUY_DINH", ("award",))}
    assert {violation.severity for violation in found} == {Severity.WARNING}


def test_a_blank_says_no_of_completion():
    stated = PrimaryOutcome(PrimaryResult.CHT, completed=None)
    assert GRADE_4.check(primary(score=4), stated) == ()


def test_a_blank_result_is_reported_together_with_the_gaps_behind_it():
    found = GRADE_4.check(primary(TOAN={"score": None}), PrimaryOutcome(None, None))
    assert {violation.code for violation in found} == {"THIEU_DIEM", "THIEU_KET_LUAN"}


def test_absence_is_no_error_for_a_pupil_who_is_not_assessed():
    nothing = PrimaryResults((), (), (), not_assessed=True)
    assert GRADE_4.check(nothing, PrimaryOutcome(None, completed=True)) == ()


def test_an_impossible_score_is_an_error_even_for_a_pupil_who_is_not_assessed():
    results = replace(primary(TOAN={"score": 11}), not_assessed=True)
    (found,) = GRADE_4.check(results, PrimaryOutcome(None, completed=True))
    assert found.code == "DIEM_NGOAI_THANG"


@given(st.integers(1, 5), st.data())
def test_gaps_are_each_reported_once_and_all_at_once(grade, data):
    rules = choose(SchoolLevel.PRIMARY, grade, "2024-2025")
    full = primary(rules)
    count = data.draw(st.integers(0, len(full.subjects)))
    gaps = {subject.subject for subject in full.subjects[:count]}
    emptied = tuple(
        SubjectLevel(s.subject, None) if s.subject in gaps else s for s in full.subjects
    )
    found = [
        violation.field[1]
        for violation in found_in(rules, replace(full, subjects=emptied))
        if violation.code == "THIEU_MUC"
    ]
    assert sorted(found) == sorted(gaps)
