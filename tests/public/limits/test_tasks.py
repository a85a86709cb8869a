"""Proof of work, attacked: a solution serves one visitor, one deed, once, for ten minutes."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from altcha import Challenge, Payload, Solution, create_challenge, solve_challenge

from hocba.public.limits import tasks
from hocba.public.limits.models import SpentTask
from hocba.public.limits.tasks import GOOD_FOR, set_task, solved
from tests.registry.school import NOW

pytestmark = pytest.mark.django_db
PURPOSE = "0f0f0f0f0f0f4f0f8f0f0f0f0f0f0f0f khách"


@pytest.fixture(autouse=True)
def _easy(monkeypatch):
    monkeypatch.setattr(tasks, "NUMBERS", range(20, 40))


def solve(task: str) -> str:
    """What an honest browser sends."""
    challenge = Challenge.from_dict(json.loads(task))
    return Payload(challenge, solve_challenge(challenge)).to_base64()


def altered(solution: str, **parameters: object) -> str:
    """The same with other parameters in its task."""
    sent = json.loads(base64.b64decode(solution))
    sent["challenge"]["parameters"] |= parameters
    return base64.b64encode(json.dumps(sent).encode()).decode()


def test_who_has_done_the_work_passes():
    assert solved(solve(set_task(PURPOSE, at=NOW)), PURPOSE, at=NOW)


def test_a_task_does_not_tell_what_it_is_for():
    assert "khách" not in json.dumps(json.loads(set_task(PURPOSE, at=NOW)), ensure_ascii=False)


def test_attack_replayed_solution():
    solution = solve(set_task(PURPOSE, at=NOW))
    assert [solved(solution, PURPOSE, at=NOW) for _ in range(3)] == [True, False, False]


def test_attack_replayed_solution_in_another_spelling():
    solution = solve(set_task(PURPOSE, at=NOW))
    assert solved(solution, PURPOSE, at=NOW)
    spaced = base64.b64encode(json.dumps(json.loads(base64.b64decode(solution)), indent=2).encode())
    assert not solved(spaced.decode(), PURPOSE, at=NOW)


@pytest.mark.parametrize("other", [PURPOSE.replace("0f", "0e"), PURPOSE + " khác"])
def test_attack_solution_for_another_code_or_visitor(other):
    assert not solved(solve(set_task(PURPOSE, at=NOW)), other, at=NOW)
    assert not SpentTask.objects.exists()


def test_attack_expired_solution():
    solution = solve(set_task(PURPOSE, at=NOW))
    late = NOW + GOOD_FOR + timedelta(seconds=1)
    assert not solved(solution, PURPOSE, at=late)
    assert solved(solution, PURPOSE, at=NOW + GOOD_FOR)


def test_attack_longer_life_written_into_the_task():
    solution = solve(set_task(PURPOSE, at=NOW))
    data = json.loads(base64.b64decode(solution))["challenge"]["parameters"]["data"]
    late = NOW + GOOD_FOR + timedelta(seconds=1)
    stretched = altered(solution, data={**data, "until": int(late.timestamp()) + 60})
    assert not solved(stretched, PURPOSE, at=late)


def test_attack_forged_signature():
    own = create_challenge("SHA-256", 1, counter=1, hmac_secret=b"other" * 8)
    assert not solved(Payload(own, solve_challenge(own)).to_base64(), PURPOSE, at=NOW)


def test_attack_no_signature():
    own = create_challenge("SHA-256", 1, counter=1)
    assert not solved(Payload(own, solve_challenge(own)).to_base64(), PURPOSE, at=NOW)


@pytest.mark.parametrize(
    "lowered", [{"keyPrefix": ""}, {"keyPrefix": "00"}, {"keyPrefix": "0", "keyLength": 2}]
)
def test_attack_difficulty_lowered(lowered):
    task = json.loads(set_task(PURPOSE, at=NOW))
    task["parameters"] |= lowered
    assert not solved(solve(json.dumps(task)), PURPOSE, at=NOW)


def test_attack_work_not_done():
    challenge = Challenge.from_dict(json.loads(set_task(PURPOSE, at=NOW)))
    prefix = challenge.parameters.key_prefix
    guessed = Payload(challenge, Solution(7, prefix + "0" * (64 - len(prefix))))
    assert not solved(guessed.to_base64(), PURPOSE, at=NOW)


@pytest.mark.parametrize(
    "rubbish",
    ["", "?", "e30=", "bnVsbA==", "W10=", "x" * 5_000, base64.b64encode(b"[" * 2_000).decode()],
)
def test_rubbish_is_no_solution(rubbish):
    assert not solved(rubbish, PURPOSE, at=NOW)


def test_spent_tasks_are_forgotten_when_they_have_expired():
    assert solved(solve(set_task(PURPOSE, at=NOW)), PURPOSE, at=NOW)
    late = NOW + GOOD_FOR * 2
    assert solved(solve(set_task(PURPOSE, at=late)), PURPOSE, at=late)
    assert SpentTask.objects.count() == 1
