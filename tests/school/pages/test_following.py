"""The school's table follows the register's word on accepted pages, and on nothing else."""

from __future__ import annotations

import pytest

from hocba.adapters.register import ToldPage
from hocba.core.lifecycle import State
from hocba.school.pages.following import follow
from hocba.school.pages.models import JournalEntry, PageVersion
from tests.school.pages.conftest import NOW, SmallClass


@pytest.fixture
def accepted(small_class: SmallClass) -> SmallClass:
    small_class.draft()
    for state in (State.SIGNED, State.ISSUED, State.REPORTED, State.ACCEPTED):
        PageVersion.objects.update(state=state)
    return small_class


def told(small_class: SmallClass, *states: str, version: int = 1) -> dict[State, int]:
    pages = [
        ToldPage(page.transcript_id, version, state)
        for page, state in zip(small_class.pages(), states, strict=False)
    ]
    where = {"school_code": small_class.class_year.school_code, "school_year": "2023-2024"}
    return dict(follow(pages, **where, at=NOW))


def states(small_class: SmallClass) -> list[str]:
    return [page.state for page in small_class.pages()]


def test_each_page_comes_to_the_state_that_was_told_and_again_nothing_moves(accepted):
    words = ("locked", "recalled", "replaced", "accepted", "locked")
    assert told(accepted, *words) == {State.LOCKED: 2, State.RECALLED: 1, State.REPLACED: 1}
    assert states(accepted) == [*words, "accepted", "accepted"]
    lines = JournalEntry.objects.filter(actor="Sở GDĐT").values_list("action", "count")
    assert set(lines) == {("lock", 2), ("recall", 1), ("replace", 1)}
    assert told(accepted, *words) == {}


def test_another_version_and_an_unknown_word_move_nothing(accepted):
    assert told(accepted, "locked", version=2) == {}
    assert told(accepted, "vanished") == {}
    assert set(states(accepted)) == {"accepted"}


def test_a_page_without_its_receipt_waits_for_it(small_class: SmallClass):
    small_class.draft()
    for state in (State.SIGNED, State.ISSUED, State.REPORTED):
        PageVersion.objects.update(state=state)
    assert told(small_class, "locked") == {}


def test_of_another_school_nothing_is_taken_over(accepted):
    page = accepted.pages()[0]
    word = ToldPage(page.transcript_id, 1, "locked")
    assert follow([word], school_code="01C055", school_year="2023-2024", at=NOW) == {}


def test_a_class_is_followed_in_a_fixed_number_of_queries(accepted, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        told(accepted, *["locked"] * 7)
