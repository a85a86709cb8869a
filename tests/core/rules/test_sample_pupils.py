"""Rows of the sample classes 7A2 and 11A3, and what their schools concluded from them."""

from dataclasses import replace

import pytest

from hocba.core.record import Award, Rating, SecondaryOutcome, SecondaryResults, Terms

from .examples import GRADE_7, GRADE_11, codes_of, marks

T, D, CD = Rating.T, Rating.D, Rating.CD

GRADE_7_SUBJECTS = ("NGUVAN", "TOAN", "NGOAINGU1", "GDCD", "LICHSUDIALI", "KHTN", "CONGNGHE")
GRADE_7_SUBJECTS = (*GRADE_7_SUBJECTS, "TINHOC", "GDTC", "NGHETHUAT", "GDDP", "HDTN")
GRADE_11_SUBJECTS = ("NGUVAN", "TOAN", "NGOAINGU1", "LICHSU", "GDQPAN", "VATLI", "HOAHOC")
GRADE_11_SUBJECTS = (*GRADE_11_SUBJECTS, "SINHHOC", "TINHOC", "GDTC", "GDDP", "HDTN")


def row(subjects, written, absences=0):
    """The pupil's row, as ``term1/term2/year`` for each subject in the order of the book."""
    columns = (cell.split("/") for cell in written.split())
    return SecondaryResults(
        tuple(marks(code, *cells) for code, cells in zip(subjects, columns, strict=True)),
        conduct_term1=T,
        conduct_term2=T,
        absences=absences,
    )


def stated(academic, promoted=True, award=None):
    return SecondaryOutcome(Terms(*academic), Terms(T, T, T), promoted, award)


BUI_QUANG_KHOA = row(
    GRADE_7_SUBJECTS,
    "6.8/7.1/7 3.9/4.1/4 7.7/6.8/7.1 5.8/5.6/5.7 7.2/6.9/7 7.4/6.8/7 6.6/8.8/8.1 5.1/8/7"
    " D/D/D D/D/D D/D/D D/D/D",
)
DANG_VAN_DUNG = row(
    GRADE_7_SUBJECTS,
    "5.8/4.5/4.9 4.6/5/4.9 5.1/4.4/4.6 5.5/5.8/5.7 6.5/5.8/6 5.3/6.5/6.1 5/5.8/5.5 3.8/5.3/4.8"
    " D/D/D D/D/D D/D/D D/D/D",
)
LE_KHANH_MAI = row(
    GRADE_11_SUBJECTS,
    "8.1/9.2/8.8 3.9/4.1/4.0 8.9/8.2/8.4 8.0/8.8/8.5 7.8/7.9/7.9 8.4/7.4/7.7 8.6/8.0/8.2"
    " 7.8/7.8/7.8 7.8/8.8/8.5 D/D/D D/D/D D/D/D",
    absences=5,
)
NGUYEN_ANH_DUNG = row(
    GRADE_11_SUBJECTS,
    "7.6/6.9/7.1 8.4/7.0/7.5 8.2/7.4/7.7 7.7/6.8/7.1 7.0/7.3/7.2 7.9/7.2/7.4 6.9/7.8/7.5"
    " 9.1/7.9/8.3 8.4/8.2/8.3 D/CD/CD D/D/D D/D/D",
    absences=3,
)
LY_TUAN_NAM = row(
    GRADE_11_SUBJECTS,
    "8.8/8.5/8.6 7.5/9.9/9.1 9.0/9.1/9.1 9.6/8.3/8.7 9.4/9.7/9.6 9.4/9.7/9.6 9.9/9.1/9.4"
    " 10.0/9.9/9.9 8.8/9.2/9.1 D/D/D D/D/D D/D/D",
)
HO_MINH_KHOA = row(
    GRADE_7_SUBJECTS,
    "9.9/8.4/8.9 9.2/9.5/9.4 8.6/9/8.9 9.1/9.2/9.2 9.1/9.3/9.2 9.5/9.3/9.4 8.3/9.2/8.9 8.8/9.5/9.3"
    " D/D/D D/D/D D/D/D D/D/D",
    absences=3,
)


@pytest.mark.parametrize(
    ("rules", "results", "outcome"),
    [
        # One weak subject, but the others alone are Khá: one level lost, nothing given back.
        (GRADE_7, BUI_QUANG_KHOA, stated((D, D, D))),
        # The others alone have only five subjects from 8,0: Khá, so again one level lost.
        (GRADE_11, LE_KHANH_MAI, stated((D, D, D))),
        # Five subjects from 9,0 are one too few for Học sinh Xuất sắc.
        (GRADE_7, HO_MINH_KHOA, stated((T, T, T), award=Award.HSG)),
    ],
)
def test_the_school_concluded_as_the_regulation_does(rules, results, outcome):
    assert rules.check(results, outcome) == ()
    assert rules.assess(results, outcome) == outcome


def test_a_comment_subject_failed_in_term_2_is_failed_for_the_year():
    outcome = stated((D, D, D))
    assert GRADE_11.assess(NGUYEN_ANH_DUNG, outcome).academic == Terms(Rating.K, D, D)
    found = GRADE_11.check(NGUYEN_ANH_DUNG, outcome)
    assert codes_of(found) == {("KHAC_QUY_DINH", ("academic", "term1"))}


def test_terms_rated_lower_than_their_marks_are_warned_of_and_the_year_stands():
    found = GRADE_7.check(DANG_VAN_DUNG, stated((CD, CD, CD), promoted=None))
    assert codes_of(found) == {
        ("KHAC_QUY_DINH", ("academic", "term1")),
        ("KHAC_QUY_DINH", ("academic", "term2")),
    }


def test_two_retests_promote_a_pupil_whose_year_was_not_reached():
    outcome = stated((CD, CD, CD), promoted=None)
    retested = replace(
        DANG_VAN_DUNG,
        subjects=tuple(
            replace(subject, retest=marks("TINHOC", "5.0").year)
            if subject.subject in ("TOAN", "TINHOC")
            else subject
            for subject in DANG_VAN_DUNG.subjects
        ),
    )
    after = GRADE_7.assess(retested, outcome)
    assert after.academic.year is CD
    assert after.promoted is True


def test_seven_subjects_from_nine_are_more_than_the_good_award():
    (found,) = GRADE_11.check(LY_TUAN_NAM, stated((T, T, T), award=Award.HSG))
    assert found.field == ("award",)
    assert "Học sinh Xuất sắc" in found.message
