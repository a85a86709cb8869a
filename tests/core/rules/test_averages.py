from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.rules.averages import is_score, one_digit, term_average, year_average

scores = st.integers(0, 100).map(lambda tenths: Decimal(tenths).scaleb(-1))


def half_up(exact):
    """One digit, half up, in whole numbers: the rule once more, by other means."""
    return Decimal(floor(exact * 10 + Fraction(1, 2))).scaleb(-1)


@pytest.mark.parametrize(
    ("value", "rounded"), [("8.25", "8.3"), ("6.45", "6.5"), ("8.24", "8.2"), ("9.95", "10.0")]
)
def test_rounding_is_half_up(value, rounded):
    assert one_digit(Decimal(value)) == Decimal(rounded)


def test_a_term_average_weighs_midterm_twice_and_final_three_times():
    regular = [Decimal(7), Decimal(8), Decimal(9), Decimal(8)]
    assert term_average(regular, Decimal("7.5"), Decimal("8.5")) == Decimal("8.1")


def test_a_year_average_weighs_term_2_twice():
    assert year_average(Decimal("7.0"), Decimal("7.4")) == Decimal("7.3")


@given(st.lists(scores, min_size=2, max_size=4), scores, scores)
def test_a_term_average_is_exact_before_it_is_rounded(regular, midterm, final):
    total = sum(map(Fraction, regular)) + 2 * Fraction(midterm) + 3 * Fraction(final)
    assert term_average(regular, midterm, final) == half_up(total / (len(regular) + 5))


@given(scores, scores)
def test_a_year_average_is_exact_before_it_is_rounded(term1, term2):
    assert year_average(term1, term2) == half_up((Fraction(term1) + 2 * Fraction(term2)) / 3)


@given(scores, scores)
def test_an_average_of_scores_is_a_score_between_them(term1, term2):
    average = year_average(term1, term2)
    assert is_score(average)
    assert min(term1, term2) <= average <= max(term1, term2)


@pytest.mark.parametrize("value", ["0", "10", "10.0", "6.5", "7.50"])
def test_scores_go_from_0_to_10_by_tenths(value):
    assert is_score(Decimal(value))


@pytest.mark.parametrize("value", ["-0.1", "10.1", "6.55", "NaN", "sNaN", "Infinity", "1E+40"])
def test_other_numbers_are_no_scores(value):
    assert not is_score(Decimal(value))
