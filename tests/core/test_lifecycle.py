"""The table of a page's life says what the procedure says."""

from __future__ import annotations

import pytest

from hocba.core.errors import LifecycleError
from hocba.core.lifecycle import TRANSITIONS, Action, Role, State, after, allowed

ROAD = [
    (Action.SIGN, Role.SUBJECT_TEACHER, State.SIGNED),
    (Action.SIGN, Role.HOMEROOM_TEACHER, State.SIGNED),
    (Action.SIGN, Role.HEAD, State.SIGNED),
    (Action.SEAL, Role.SCHOOL, State.ISSUED),
    (Action.REPORT, Role.SCHOOL, State.REPORTED),
    (Action.ACCEPT, Role.DEPARTMENT, State.ACCEPTED),
    (Action.LOCK, Role.DEPARTMENT, State.LOCKED),
]


def test_the_straight_road_leads_from_draft_to_locked() -> None:
    state = State.DRAFT
    for action, role, expected in ROAD:
        state = after(state, action, role)
        assert state is expected
    assert state is State.LOCKED


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(Role))
def test_nobody_can_do_anything_to_a_locked_page(action: Action, role: Role) -> None:
    assert not allowed(State.LOCKED, action, role)


@pytest.mark.parametrize("state", [State.REPLACED, State.RECALLED])
def test_an_ended_version_never_comes_back(state: State) -> None:
    assert all(state not in t.sources for t in TRANSITIONS.values())


@pytest.mark.parametrize("action", [Action.ACCEPT, Action.REJECT])
@pytest.mark.parametrize("role", [r for r in Role if r is not Role.DEPARTMENT])
def test_only_the_department_judges_a_reported_page(action: Action, role: Role) -> None:
    assert not allowed(State.REPORTED, action, role)


def test_a_signature_cannot_be_withdrawn_once_the_page_is_reported() -> None:
    assert not allowed(State.REPORTED, Action.WITHDRAW, Role.HEAD)
    assert allowed(State.ISSUED, Action.WITHDRAW, Role.HEAD)


def test_a_draft_cannot_be_sealed_or_reported() -> None:
    assert not allowed(State.DRAFT, Action.SEAL, Role.SCHOOL)
    assert not allowed(State.DRAFT, Action.REPORT, Role.SCHOOL)


def test_a_step_that_the_table_forbids_is_refused_in_vietnamese() -> None:
    with pytest.raises(LifecycleError, match="đã chốt"):
        after(State.LOCKED, Action.RECALL, Role.SCHOOL)


def test_every_state_has_one_word_of_its_own() -> None:
    words = [state.vietnamese for state in State]
    assert len(set(words)) == len(words)
