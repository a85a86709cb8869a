from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.finding import Severity
from hocba.core.record import (
    Award,
    PassLevel,
    Rating,
    SchoolLevel,
    SecondaryOutcome,
    SecondaryResults,
    SubjectMarks,
    Terms,
)
from hocba.core.rules import choose
from hocba.core.rules.averages import year_average

from .examples import (
    GRADE_7,
    GRADE_11,
    NOTHING_STATED,
    codes_of,
    found_in,
    marks,
    secondary,
    without,
)

NOTHING = NOTHING_STATED[SchoolLevel.LOWER_SECONDARY]
BEST = Terms(Rating.T, Rating.T, Rating.T)
STATED = SecondaryOutcome(BEST, BEST, promoted=True, award=Award.HSXS)
CHOSEN = ("VATLI", "HOAHOC", "SINHHOC", "TINHOC")

scores = st.integers(0, 100).map(lambda tenths: Decimal(tenths).scaleb(-1))


def test_a_sound_record_with_the_right_conclusions_gives_nothing():
    assert GRADE_7.check(secondary(), STATED) == ()
    assert GRADE_11.check(secondary(GRADE_11, chosen=CHOSEN), STATED) == ()


@pytest.mark.parametrize("column", ["term1", "term2", "year"])
@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        ("TOAN", None, "THIEU_DIEM"),
        ("GDTC", None, "THIEU_DIEM"),
        ("TOAN", PassLevel.D, "SAI_HINH_THUC"),
        ("GDTC", Decimal("8.0"), "SAI_HINH_THUC"),
        ("TOAN", Decimal("10.1"), "DIEM_NGOAI_THANG"),
        ("TOAN", Decimal(-1), "DIEM_NGOAI_THANG"),
        ("TOAN", Decimal("8.55"), "DIEM_NGOAI_THANG"),
        ("TOAN", Decimal("sNaN"), "DIEM_NGOAI_THANG"),
    ],
)
def test_a_missing_or_impossible_mark_is_an_error_at_its_column(column, code, value, reason):
    score = "D" if code == "GDTC" else "9.0"
    results = secondary(**{code: replace(marks(code, score), **{column: value})})
    found = found_in(GRADE_7, results)
    (wrong,) = (v for v in found if v.field == ("subject", code, column) and v.code == reason)
    assert wrong.severity is Severity.ERROR
    assert {"TOAN": "Toán", "GDTC": "Giáo dục thể chất"}[code] in wrong.message
    assert "Điều" in wrong.message


def test_a_retest_is_held_to_the_form_of_its_subject():
    results = secondary(TOAN=marks("TOAN", "9.0", retest=PassLevel.D))
    assert ("SAI_HINH_THUC", ("subject", "TOAN", "retest")) in codes_of(found_in(GRADE_7, results))


def test_a_year_average_unlike_the_formula_is_an_error_that_names_both():
    results = secondary(TOAN=marks("TOAN", "9.0", "8.0", "8.5"))
    (found,) = GRADE_7.check(results, STATED)
    assert found.severity is Severity.ERROR
    assert (found.code, found.field) == ("CA_NAM_KHAC_HOC_KI", ("subject", "TOAN", "year"))
    assert "8,5" in found.message
    assert "8,3" in found.message
    assert "Toán" in found.message
    assert "Điều 9 khoản 1" in found.message


def test_a_comment_subjects_year_is_its_second_term():
    results = secondary(GDTC=marks("GDTC", "CD", "D", "CD"))
    found = found_in(GRADE_7, results)
    assert codes_of(found) == {("CA_NAM_KHAC_HOC_KI", ("subject", "GDTC", "year"))}
    right = secondary(GDTC=marks("GDTC", "CD", "D", "D"))
    assert found_in(GRADE_7, right) == ()


@given(scores, scores, scores)
def test_a_year_average_is_accepted_exactly_when_it_follows_from_the_terms(term1, term2, year):
    results = secondary(TOAN=SubjectMarks("TOAN", term1, term2, year))
    differs = ("CA_NAM_KHAC_HOC_KI", ("subject", "TOAN", "year")) in codes_of(
        found_in(GRADE_7, results)
    )
    assert differs == (year != year_average(term1, term2))


def test_a_year_is_not_held_against_terms_of_two_forms():
    results = secondary(TOAN=SubjectMarks("TOAN", PassLevel.D, Decimal("9.0"), Decimal("9.1")))
    assert codes_of(found_in(GRADE_7, results)) >= {("SAI_HINH_THUC", ("subject", "TOAN", "term1"))}
    assert "CA_NAM_KHAC_HOC_KI" not in {code for code, _ in codes_of(found_in(GRADE_7, results))}


def test_a_missing_required_subject_is_an_error_even_in_the_pilot_year():
    found = found_in(GRADE_7, without(secondary(), "GDDP"))
    (missing,) = (violation for violation in found if violation.code == "THIEU_MON")
    assert missing.severity is Severity.ERROR
    assert "Nội dung giáo dục của địa phương" in missing.message


def test_a_subject_beyond_the_programme_is_a_warning():
    results = secondary()
    more = replace(results, subjects=(*results.subjects, marks("VATLI", "9.0")))
    (found,) = GRADE_7.check(more, STATED)
    assert found.severity is Severity.WARNING
    assert found.field == ("subject", "VATLI")


def test_an_optional_subject_may_be_blank():
    results = secondary()
    blank = SubjectMarks("NGOAINGU2", None, None, None)
    assert GRADE_7.check(replace(results, subjects=(*results.subjects, blank)), STATED) == ()


@pytest.mark.parametrize("number", [0, 3, 5])
def test_another_number_of_chosen_subjects_than_four_is_an_error(number):
    chosen = ("DIALI", *CHOSEN)[:number]
    found = found_in(GRADE_11, secondary(GRADE_11, chosen=chosen))
    (wrong,) = (violation for violation in found if violation.code == "SO_MON_LUA_CHON")
    assert wrong.severity is Severity.ERROR
    assert f"ghi {number} môn" in wrong.message


def test_chosen_subjects_that_the_pupil_did_not_take_are_not_counted():
    results = secondary(GRADE_11, chosen=CHOSEN)
    blank = SubjectMarks("DIALI", None, None, None)
    assert GRADE_11.check(replace(results, subjects=(*results.subjects, blank)), STATED) == ()


def test_music_and_fine_art_are_chosen_subjects_by_comment():
    chosen = ("VATLI", "HOAHOC", "AMNHAC", "MITHUAT")
    assert found_in(GRADE_11, secondary(GRADE_11, chosen=chosen)) == ()


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"conduct_term1": None}, "THIEU_REN_LUYEN", ("conduct", "term1")),
        ({"conduct_term2": None}, "THIEU_REN_LUYEN", ("conduct", "term2")),
        ({"absences": None}, "THIEU_BUOI_NGHI", ("absences",)),
        ({"absences": -1}, "BUOI_NGHI_SAI", ("absences",)),
    ],
)
def test_missing_conduct_and_absences_are_errors(change, code, field):
    found = GRADE_7.check(replace(secondary(), **change), STATED)
    errors = [violation for violation in found if violation.severity is Severity.ERROR]
    assert codes_of(errors) == {(code, field)}


@pytest.mark.parametrize(
    ("change", "field", "severity"),
    [
        ({"academic": Terms(Rating.K, Rating.T, Rating.T)}, ("academic", "term1"), "warning"),
        ({"academic": Terms(Rating.T, None, Rating.T)}, ("academic", "term2"), "warning"),
        ({"academic": Terms(Rating.T, Rating.T, Rating.K)}, ("academic", "year"), "error"),
        ({"academic": Terms(Rating.T, Rating.T, None)}, ("academic", "year"), "error"),
        ({"conduct": Terms(Rating.K, Rating.T, Rating.T)}, ("conduct", "term1"), "warning"),
        ({"conduct": Terms(Rating.T, Rating.T, Rating.K)}, ("conduct", "year"), "error"),
        ({"promoted": False}, ("promoted",), "error"),
        ({"promoted": None}, ("promoted",), "error"),
        ({"award": Award.HSG}, ("award",), "warning"),
        ({"award": None}, ("award",), "warning"),
        ({"award": Award.HSTB}, ("award",), "error"),
    ],
)
def test_a_conclusion_unlike_the_regulation_is_found_at_its_field(change, field, severity):
    (found,) = GRADE_7.check(secondary(), replace(STATED, **change))
    assert (found.code, found.field, found.severity) == ("KHAC_QUY_DINH", field, severity)
    assert "Thông tư 22/2021/TT-BGDĐT" in found.message


def test_a_title_above_what_the_regulation_gives_is_an_error():
    (found,) = GRADE_7.check(secondary(score="8.5"), replace(STATED, award=Award.HSXS))
    assert (found.field, found.severity) == (("award",), Severity.ERROR)


def test_a_difference_names_both_conclusions():
    stated = replace(STATED, academic=Terms(Rating.T, Rating.T, Rating.K))
    (found,) = GRADE_7.check(secondary(), stated)
    assert "«Khá»" in found.message
    assert "«Tốt»" in found.message


def test_a_blank_says_no_of_promotion_and_award():
    failing = secondary(score="4.0")
    computed = GRADE_7.assess(failing, NOTHING)
    assert computed.promoted is False
    assert GRADE_7.check(failing, replace(computed, promoted=None)) == ()


def test_blank_ratings_are_reported_even_where_the_rules_decide_nothing():
    codes = codes_of(GRADE_7.check(SecondaryResults((), None, None, None), NOTHING))
    for kind in ("academic", "conduct"):
        for column in ("term1", "term2", "year"):
            assert ("THIEU_KET_LUAN", (kind, column)) in codes


def test_absence_is_no_error_for_a_pupil_who_is_not_assessed():
    nothing = SecondaryResults((), None, None, None, not_assessed=True)
    assert GRADE_7.check(nothing, NOTHING) == ()
    assert GRADE_11.check(nothing, NOTHING) == ()


@given(st.integers(6, 12), st.data())
def test_whatever_is_recorded_the_check_and_the_assessment_never_fail(grade, data):
    rules = choose(SchoolLevel.of_grade(grade), grade, "2024-2025")
    anything = (
        st.none()
        | st.decimals(allow_nan=True, allow_infinity=True)
        | scores
        | st.sampled_from(PassLevel)
    )
    codes = data.draw(st.lists(st.sampled_from([r.code for r in rules.subjects]), unique=True))
    rating = st.none() | st.sampled_from(Rating)
    results = SecondaryResults(
        tuple(SubjectMarks(code, *(data.draw(anything) for _ in range(4))) for code in codes),
        data.draw(rating),
        data.draw(rating),
        data.draw(st.none() | st.integers(-5, 300)),
        not_assessed=data.draw(st.booleans()),
    )
    assert all(violation.message for violation in rules.check(results, NOTHING))
