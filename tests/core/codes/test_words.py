from decimal import Decimal

import pytest

from hocba.core.codes import words
from hocba.core.record import (
    Attainment,
    Award,
    PassLevel,
    PrimaryResult,
    Rating,
    SchoolLevel,
    Sex,
    TraitLevel,
)


@pytest.mark.parametrize(
    "members", [Attainment, Award, PassLevel, PrimaryResult, Rating, SchoolLevel, Sex, TraitLevel]
)
def test_every_value_of_a_record_has_its_own_words(members):
    assert len({words(member) for member in members}) == len(members)


def test_equal_letters_of_different_scales_have_different_words():
    assert Attainment.T == TraitLevel.T
    assert words(Attainment.T) == "Hoàn thành tốt"
    assert words(TraitLevel.T) == "Tốt"


@pytest.mark.parametrize(
    ("score", "written"),
    [
        ("7", "7,0"),
        ("7.0", "7,0"),
        ("8.25", "8,25"),
        ("10", "10,0"),
        ("1E1", "10,0"),
        ("-1", "-1,0"),
    ],
)
def test_a_score_is_written_with_a_decimal_comma(score, written):
    assert words(Decimal(score)) == written
