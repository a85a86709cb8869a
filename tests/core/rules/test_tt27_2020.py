from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.record import (
    Attainment,
    Award,
    PrimaryOutcome,
    PrimaryResult,
    SchoolLevel,
    SecondaryOutcome,
    SubjectLevel,
    Terms,
    Trait,
    TraitLevel,
)
from hocba.core.rules import choose
from hocba.core.rules.tt27_2020 import award_of_year, result_of_year

from .examples import GRADE_4, NOTHING_STATED, primary, secondary, without

NOTHING = NOTHING_STATED[SchoolLevel.PRIMARY]
WORST_FIRST = (PrimaryResult.CHT, PrimaryResult.HT, PrimaryResult.HTT, PrimaryResult.HTXS)

levels = st.lists(st.sampled_from(Attainment), min_size=1, max_size=11)
traits = st.lists(st.sampled_from(TraitLevel), min_size=1, max_size=15)
scores = st.lists(st.integers(1, 10), min_size=1, max_size=8)


def rules_of(grade):
    return choose(SchoolLevel.PRIMARY, grade, "2024-2025")


def codes(rules, *, scored=None):
    return {
        rule.code
        for rule in rules.subjects
        if rule.required and (scored is None or rule.scored is scored)
    }


@pytest.mark.parametrize(
    ("grade", "scored"),
    [
        (1, {"TIENGVIET", "TOAN"}),
        (2, {"TIENGVIET", "TOAN"}),
        (3, {"TIENGVIET", "TOAN", "NGOAINGU1", "TINHOC", "CONGNGHE"}),
        (4, {"TIENGVIET", "TOAN", "NGOAINGU1", "TINHOC", "CONGNGHE", "LICHSUDIALI", "KHOAHOC"}),
        (5, {"TIENGVIET", "TOAN", "NGOAINGU1", "TINHOC", "CONGNGHE", "LICHSUDIALI", "KHOAHOC"}),
    ],
)
def test_each_grade_tests_its_own_subjects(grade, scored):
    assert codes(rules_of(grade), scored=True) == scored


@pytest.mark.parametrize("grade", range(1, 6))
def test_each_grade_has_the_subjects_without_test(grade):
    untested = {"DAODUC", "GDTC", "AMNHAC", "MITHUAT", "HDTN"}
    nature = {"TNXH"} if grade <= 3 else set()
    assert codes(rules_of(grade), scored=False) == untested | nature


@pytest.mark.parametrize(("grade", "number"), [(1, 8), (2, 8), (3, 10), (4, 10), (5, 10)])
def test_technology_and_informatics_are_competences_from_grade_3(grade, number):
    assert len(rules_of(grade).competences) == number


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, PrimaryResult.HTXS),
        ({"score": 9}, PrimaryResult.HTXS),
        ({"TOAN": {"score": 8}}, PrimaryResult.HTT),
        ({"TOAN": {"score": 7}}, PrimaryResult.HTT),
        ({"TOAN": {"score": 6}}, PrimaryResult.HT),
        ({"TOAN": {"score": 5}}, PrimaryResult.HT),
        ({"TOAN": {"score": 4}}, PrimaryResult.CHT),
        ({"DAODUC": {"level": Attainment.H}}, PrimaryResult.HT),
        ({"DAODUC": {"level": Attainment.C}}, PrimaryResult.CHT),
        ({"trait": TraitLevel.D}, PrimaryResult.HT),
        ({"trait": TraitLevel.C}, PrimaryResult.CHT),
    ],
)
def test_the_result_is_the_first_row_that_fits(changes, result):
    assert GRADE_4.assess(primary(**changes), NOTHING).result is result


@pytest.mark.parametrize("result", PrimaryResult)
def test_only_the_last_result_leaves_the_class_uncompleted(result):
    changes = {"HTXS": 10, "HTT": 7, "HT": 5, "CHT": 4}
    outcome = GRADE_4.assess(primary(score=changes[result]), NOTHING)
    assert outcome.result is result
    assert outcome.completed is (result is not PrimaryResult.CHT)


@given(levels, traits, scores)
def test_the_order_of_subjects_makes_no_difference(level, trait, score):
    result = result_of_year(level, trait, score)
    assert result_of_year(level[::-1], sorted(trait), sorted(score)) is result


@given(levels, traits, scores, st.data())
def test_raising_one_mark_never_lowers_the_result(level, trait, score, data):
    before = result_of_year(level, trait, score)
    which = data.draw(st.integers(0, len(score) - 1))
    score[which] = data.draw(st.integers(score[which], 10))
    level[data.draw(st.integers(0, len(level) - 1))] = Attainment.T
    trait[data.draw(st.integers(0, len(trait) - 1))] = TraitLevel.T
    after = result_of_year(level, trait, score)
    assert WORST_FIRST.index(after) >= WORST_FIRST.index(before)


@given(levels, traits, scores)
def test_each_result_asks_all_that_the_lesser_ones_ask(level, trait, score):
    result = result_of_year(level, trait, score)
    if result is PrimaryResult.HTXS:
        assert min(score) >= 9
    if result in (PrimaryResult.HTXS, PrimaryResult.HTT):
        assert {*level, *trait} == {"T"}
        assert min(score) >= 7
    completed = Attainment.C not in level and TraitLevel.C not in trait and min(score) >= 5
    assert completed is (result is not PrimaryResult.CHT)


def test_the_excellent_result_brings_the_excellent_award():
    assert GRADE_4.assess(primary(), NOTHING).award is Award.HSXS


@pytest.mark.parametrize("result", PrimaryResult)
@pytest.mark.parametrize("stated", [None, *Award])
def test_the_teachers_award_stands_only_beside_its_result(result, stated):
    award = award_of_year(result, stated)
    assert (award is Award.HSXS) is (result is PrimaryResult.HTXS)
    assert (award is Award.HSTB) is (result is PrimaryResult.HTT and stated is Award.HSTB)
    assert award is not Award.HSG


@pytest.mark.parametrize(
    "changes",
    [
        {"TOAN": {"level": None}},
        {"TOAN": {"score": None}},
        {"TOAN": {"score": 11}},
        {"TOAN": {"score": 0}},
        {"trait": None},
    ],
)
def test_a_faulty_record_leaves_the_year_undecided(changes):
    assert GRADE_4.assess(primary(**changes), NOTHING) == PrimaryOutcome(None, None)


def test_a_missing_required_subject_leaves_the_year_undecided():
    assert GRADE_4.assess(without(primary(), "TOAN"), NOTHING).result is None


def test_in_the_pilot_year_a_class_without_an_untested_subject_is_still_assessed():
    pilot = choose(SchoolLevel.PRIMARY, 2, "2023-2024")
    later = choose(SchoolLevel.PRIMARY, 2, "2024-2025")
    results = without(primary(pilot), "TNXH")
    assert pilot.assess(results, NOTHING).result is PrimaryResult.HTXS
    assert later.assess(results, NOTHING).result is None


def test_a_subject_or_trait_beyond_the_programme_counts_as_recorded():
    rules = choose(SchoolLevel.PRIMARY, 2, "2023-2024")
    results = primary(rules)
    more = replace(results, subjects=(*results.subjects, SubjectLevel("TINHOC", Attainment.T, 8)))
    assert rules.assess(more, NOTHING).result is PrimaryResult.HTT
    weaker = replace(more, competences=(*more.competences, Trait("TINHOC", TraitLevel.D)))
    assert rules.assess(weaker, NOTHING).result is PrimaryResult.HT


def test_an_optional_subject_that_was_not_taken_is_no_gap():
    rules = choose(SchoolLevel.PRIMARY, 2, "2023-2024")
    results = primary(rules)
    blank = replace(results, subjects=(*results.subjects, SubjectLevel("NGOAINGU1", None)))
    assert rules.assess(blank, NOTHING).result is PrimaryResult.HTXS


def test_nothing_is_concluded_for_a_pupil_who_is_not_assessed():
    excused = replace(primary(), not_assessed=True)
    assert GRADE_4.assess(excused, NOTHING) == PrimaryOutcome(None, None)


def test_the_results_of_another_level_are_a_mistake_of_the_caller():
    blank = Terms(None, None, None)
    with pytest.raises(TypeError):
        GRADE_4.assess(secondary(), SecondaryOutcome(blank, blank, promoted=None))
