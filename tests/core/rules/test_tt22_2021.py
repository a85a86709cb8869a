from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.record import (
    Award,
    PassLevel,
    Rating,
    SchoolLevel,
    SecondaryOutcome,
    Terms,
)
from hocba.core.rules import choose
from hocba.core.rules.tt22_2021 import (
    award_of_year,
    conduct_of_year,
    is_promoted,
    rate,
    rate_by_table,
)

from .examples import (
    GRADE_7,
    GRADE_11,
    NOTHING_STATED,
    mark,
    marks,
    primary,
    secondary,
    without,
)

NOTHING = NOTHING_STATED[SchoolLevel.LOWER_SECONDARY]
UPWARDS = (Rating.CD, Rating.D, Rating.K, Rating.T)
T, K, D, CD = Rating.T, Rating.K, Rating.D, Rating.CD
CHOSEN = ("VATLI", "HOAHOC", "SINHHOC", "TINHOC")

THRESHOLDS = [34, 35, 49, 50, 64, 65, 79, 80, 89, 90]


def scores_from(tenths):
    """Scores of at least so many tenths, near the thresholds more often than by chance."""
    near = st.sampled_from([threshold for threshold in THRESHOLDS if threshold >= tenths] or [100])
    return (near | st.integers(tenths, 100)).map(lambda value: Decimal(value).scaleb(-1))


scores = scores_from(0)
comments = st.sampled_from(PassLevel)
reached = st.just(PassLevel.D)


def marks_of(score, comment):
    """A year of seven to ten scored subjects and three or four by comment."""
    return st.builds(
        lambda scored, commented: [*scored, *commented],
        st.lists(score, min_size=7, max_size=10),
        st.lists(comment, min_size=3, max_size=4),
    )


@st.composite
def spoilt_by_one(draw):
    """A year that is good in all subjects, then one mark drawn anew: where the adjustment lives."""
    lowest = draw(st.sampled_from([50, 65, 80]))
    year = draw(marks_of(scores_from(lowest), reached))
    one = draw(st.integers(0, len(year) - 1))
    return [
        *year[:one],
        draw(scores if isinstance(year[one], Decimal) else comments),
        *year[one + 1 :],
    ]


years = marks_of(scores, comments | reached) | spoilt_by_one()


def texts(written):
    return [mark(text) for text in written.split()]


@pytest.mark.parametrize(
    ("written", "rating"),
    [
        ("8.0 8.0 8.0 8.0 8.0 8.0 6.5 6.5 D D D D", T),
        ("8.0 8.0 8.0 8.0 8.0 7.9 6.5 6.5 D D D D", K),
        ("9.0 9.0 9.0 9.0 9.0 9.0 9.0 6.4 D D D D", K),
        ("6.5 6.5 6.5 6.5 6.5 6.5 5.0 5.0 D D D D", K),
        ("6.5 6.5 6.5 6.5 6.5 6.4 5.0 5.0 D D D D", D),
        ("6.5 6.5 6.5 6.5 6.5 6.5 6.5 4.9 D D D D", D),
        ("5.0 5.0 5.0 5.0 5.0 5.0 3.5 3.5 D D D CD", D),
        ("5.0 5.0 5.0 5.0 5.0 4.9 3.5 3.5 D D D D", CD),
        ("5.0 5.0 5.0 5.0 5.0 5.0 3.5 3.4 D D D D", CD),
        ("9.0 9.0 9.0 9.0 9.0 9.0 9.0 9.0 D D CD CD", CD),
        ("9.0 9.0 9.0 9.0 9.0 D D D D", CD),
    ],
)
def test_the_table_gives_the_first_row_that_fits(written, rating):
    assert rate_by_table(texts(written)) is rating


@pytest.mark.parametrize(
    ("written", "by_table", "adjusted"),
    [
        # Tốt but for one score: two levels lost, one given back.
        ("8.0 8.0 8.0 8.0 8.0 8.0 8.0 4.9 D D D D", D, K),
        # Tốt but for one comment.
        ("8.0 8.0 8.0 8.0 8.0 8.0 8.0 8.0 D D D CD", D, K),
        # Tốt but for one very low score: three levels lost, still only one given back.
        ("8.0 8.0 8.0 8.0 8.0 8.0 8.0 3.4 D D D D", CD, D),
        # Khá but for one very low score.
        ("6.5 6.5 6.5 6.5 6.5 6.5 6.5 3.4 D D D D", CD, D),
        # One level lost: nothing given back.
        ("8.0 8.0 8.0 8.0 8.0 8.0 8.0 6.4 D D D D", K, K),
        ("6.5 6.5 6.5 6.5 6.5 6.5 6.5 4.9 D D D D", D, D),
        ("6.5 6.5 6.5 6.5 6.5 6.5 6.5 6.5 D D D CD", D, D),
        # Two subjects at fault: nothing given back.
        ("8.0 8.0 8.0 8.0 8.0 8.0 4.9 4.9 D D D D", D, D),
        ("8.0 8.0 8.0 8.0 8.0 8.0 8.0 4.9 D D D CD", D, D),
        ("8.0 8.0 8.0 8.0 8.0 8.0 8.0 8.0 D D CD CD", CD, CD),
        # Without the weak subject only five reach 8,0: the others alone are not Tốt.
        ("8.0 8.0 8.0 8.0 8.0 6.5 6.5 4.9 D D D D", D, D),
    ],
)
def test_one_subject_costs_at_most_what_the_adjustment_leaves(written, by_table, adjusted):
    assert rate_by_table(texts(written)) is by_table
    assert rate(texts(written)) is adjusted


@given(years)
def test_the_adjustment_raises_by_one_step_or_not_at_all(year):
    raised = UPWARDS.index(rate(year)) - UPWARDS.index(rate_by_table(year))
    assert raised in (0, 1)


@given(spoilt_by_one())
def test_the_adjustment_never_gives_back_all_that_was_lost(year):
    best = max(
        UPWARDS.index(rate_by_table(year[:one] + year[one + 1 :])) for one in range(len(year))
    )
    assert UPWARDS.index(rate(year)) <= max(UPWARDS.index(rate_by_table(year)), best - 1)


@given(years)
def test_at_most_one_subject_can_be_the_one_at_fault(year):
    rating = UPWARDS.index(rate_by_table(year))
    at_fault = [
        one
        for one in range(len(year))
        if UPWARDS.index(rate_by_table(year[:one] + year[one + 1 :])) - rating >= 2
    ]
    assert len(at_fault) <= 1
    assert (rate(year) is not rate_by_table(year)) == (len(at_fault) == 1)


@given(years, st.randoms(use_true_random=False))
def test_the_order_of_subjects_makes_no_difference(year, random):
    rating = rate(year)
    random.shuffle(year)
    assert rate(year) is rating


@given(years, st.data())
def test_raising_a_mark_never_lowers_the_rating_even_with_the_adjustment(year, data):
    before = rate(year)
    one = data.draw(st.integers(0, len(year) - 1))
    if isinstance(year[one], Decimal):
        year[one] = data.draw(scores_from(int(year[one] * 10)))
    else:
        year[one] = PassLevel.D
    assert UPWARDS.index(rate(year)) >= UPWARDS.index(before)


@given(years)
def test_a_comment_subject_not_reached_is_never_good(year):
    assert PassLevel.CD not in year or rate(year) is not Rating.T


@pytest.mark.parametrize(
    ("term1", "term2", "year"),
    [
        *((T, T, T), (K, T, T), (D, T, K), (CD, T, K)),
        *((T, K, K), (K, K, K), (D, K, K), (CD, K, D)),
        *((T, D, K), (K, D, D), (D, D, D), (CD, D, D)),
        *((T, CD, CD), (K, CD, CD), (D, CD, CD), (CD, CD, CD)),
    ],
)
def test_conduct_of_the_year_follows_from_the_terms(term1, term2, year):
    assert conduct_of_year(term1, term2) is year


ratings = st.sampled_from(UPWARDS)


@given(ratings, ratings, ratings, ratings)
def test_better_conduct_in_a_term_never_lowers_the_year(term1, term2, better1, better2):
    higher = (
        UPWARDS[max(UPWARDS.index(term1), UPWARDS.index(better1))],
        UPWARDS[max(UPWARDS.index(term2), UPWARDS.index(better2))],
    )
    assert UPWARDS.index(conduct_of_year(*higher)) >= UPWARDS.index(conduct_of_year(term1, term2))


@pytest.mark.parametrize(
    ("academic", "conduct", "absences", "promoted"),
    [
        (D, D, 45, True),
        (T, T, 0, True),
        (CD, T, 0, False),
        (T, CD, 0, False),
        (T, T, 46, False),
        (None, T, 0, None),
        (T, None, 0, None),
        (T, T, None, None),
        (T, T, -1, None),
        (CD, None, None, False),
        (None, None, 46, False),
    ],
)
def test_promotion_needs_both_results_and_at_most_45_absences(
    academic, conduct, absences, promoted
):
    assert is_promoted(academic, conduct, absences) is promoted


@pytest.mark.parametrize(
    ("academic", "conduct", "nines", "award"),
    [
        (T, T, 6, Award.HSXS),
        (T, T, 5, Award.HSG),
        (T, K, 8, None),
        (K, T, 6, None),
        (None, T, 6, None),
        (T, None, 6, None),
    ],
)
def test_the_award_needs_both_results_good_and_excellence_six_nines(
    academic, conduct, nines, award
):
    year = [Decimal("9.0")] * nines + [Decimal("8.9")] * (8 - nines) + [PassLevel.D]
    assert award_of_year(academic, conduct, year) is award


def test_lower_secondary_has_eight_scored_subjects_and_four_by_comment():
    required = [rule for rule in GRADE_7.subjects if rule.required]
    assert {rule.code for rule in required if not rule.scored} == {
        *("GDTC", "NGHETHUAT", "GDDP", "HDTN")
    }
    assert sum(rule.scored for rule in required) == 8
    assert not any(rule.chosen for rule in GRADE_7.subjects)


def test_upper_secondary_has_eight_required_subjects_and_nine_to_choose_from():
    assert sum(rule.required for rule in GRADE_11.subjects) == 8
    chosen = {rule.code: rule.scored for rule in GRADE_11.subjects if rule.chosen}
    assert len(chosen) == 9
    assert [code for code, scored in chosen.items() if not scored] == ["AMNHAC", "MITHUAT"]


@pytest.mark.parametrize("grade", [10, 11, 12])
def test_the_grades_of_a_level_share_one_programme(grade):
    assert choose(SchoolLevel.UPPER_SECONDARY, grade, "2024-2025").subjects == GRADE_11.subjects


def test_the_best_year_is_promoted_with_the_highest_award():
    best = Terms(T, T, T)
    expected = SecondaryOutcome(best, best, promoted=True, award=Award.HSXS)
    assert GRADE_7.assess(secondary(), NOTHING) == expected
    assert GRADE_11.assess(secondary(GRADE_11, chosen=CHOSEN), NOTHING) == expected


def test_terms_and_year_are_rated_each_from_its_own_marks():
    subjects = {
        rule.code: marks(rule.code, "9.0", "6.5", "7.3")
        for rule in GRADE_7.subjects
        if rule.required and rule.scored
    }
    assert GRADE_7.assess(secondary(**subjects), NOTHING).academic == Terms(T, K, K)


def test_a_retest_counts_for_promotion_and_leaves_the_years_rating():
    failed = secondary(score="5.0", TOAN=marks("TOAN", "3.0"))
    retested = secondary(score="5.0", TOAN=marks("TOAN", "3.0", retest=Decimal("5.0")))
    assert GRADE_7.assess(failed, NOTHING).promoted is False
    after = GRADE_7.assess(retested, NOTHING)
    assert after.promoted is True
    assert after.academic.year is Rating.CD


def test_a_comment_subject_may_be_retested_too():
    failed = {"GDTC": "CD", "GDDP": "CD"}
    assert GRADE_7.assess(secondary(score="5.0", **failed), NOTHING).promoted is False
    failed["GDDP"] = marks("GDDP", "CD", retest=PassLevel.D)
    assert GRADE_7.assess(secondary(score="5.0", **failed), NOTHING).promoted is True


def test_a_retest_that_fails_again_changes_nothing():
    retested = secondary(score="5.0", TOAN=marks("TOAN", "3.0", retest=Decimal("3.4")))
    assert GRADE_7.assess(retested, NOTHING).promoted is False


def test_a_retest_brings_no_award():
    year = {"score": "9.0", "TOAN": marks("TOAN", "5.0", retest=Decimal(10))}
    assert GRADE_7.assess(secondary(**year), NOTHING).award is None


def test_a_missing_mark_leaves_only_its_own_column_undecided():
    gap = replace(marks("TOAN", "9.0"), term1=None)
    outcome = GRADE_7.assess(secondary(TOAN=gap), NOTHING)
    assert outcome.academic == Terms(None, T, T)
    assert outcome.promoted is True


def test_a_missing_year_mark_leaves_rating_promotion_and_award_undecided():
    gap = replace(marks("TOAN", "9.0"), year=None)
    outcome = GRADE_7.assess(secondary(TOAN=gap), NOTHING)
    assert outcome.academic == Terms(T, T, None)
    assert outcome.promoted is None
    assert outcome.award is None


@pytest.mark.parametrize("wrong", [PassLevel.D, Decimal(11), Decimal("9.05"), Decimal("NaN")])
def test_a_mark_that_cannot_be_one_is_not_rated(wrong):
    assert GRADE_7.assess(
        secondary(TOAN=replace(marks("TOAN", "9.0"), year=wrong)), NOTHING
    ).academic == Terms(T, T, None)


def test_an_impossible_retest_leaves_only_promotion_undecided():
    retested = secondary(TOAN=marks("TOAN", "9.0", retest=Decimal(11)))
    outcome = GRADE_7.assess(retested, NOTHING)
    assert outcome.academic.year is Rating.T
    assert outcome.promoted is None


def test_a_missing_subject_or_choice_leaves_every_rating_undecided():
    undecided = Terms(None, None, None)
    assert GRADE_7.assess(without(secondary(), "TOAN"), NOTHING).academic == undecided
    three = secondary(GRADE_11, chosen=CHOSEN[:3])
    assert GRADE_11.assess(three, NOTHING).academic == undecided


def test_conduct_of_the_year_is_undecided_without_both_terms():
    outcome = GRADE_7.assess(replace(secondary(), conduct_term2=None), NOTHING)
    assert outcome.conduct == Terms(T, None, None)
    assert outcome.promoted is None


def test_nothing_is_concluded_for_a_pupil_who_is_not_assessed():
    assert GRADE_7.assess(replace(secondary(), not_assessed=True), NOTHING) == NOTHING


def test_the_results_of_another_level_are_a_mistake_of_the_caller():
    with pytest.raises(TypeError):
        GRADE_7.assess(primary(), NOTHING)
    with pytest.raises(TypeError):
        GRADE_7.check(secondary(), NOTHING_STATED[SchoolLevel.PRIMARY])
