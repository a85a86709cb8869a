"""How single judgements make the judgement of a whole."""

from __future__ import annotations

import pytest

from hocba.core.verdict import Status, worst


def test_one_failure_fails_the_whole() -> None:
    assert worst([Status.PASSED, Status.UNDETERMINED, Status.FAILED]) is Status.FAILED


def test_one_doubt_leaves_the_whole_undetermined() -> None:
    assert worst([Status.PASSED, Status.UNDETERMINED]) is Status.UNDETERMINED


def test_the_whole_passes_only_when_every_part_does() -> None:
    assert worst([Status.PASSED, Status.PASSED]) is Status.PASSED


def test_nothing_checked_is_not_passed() -> None:
    assert worst([]) is Status.UNDETERMINED


@pytest.mark.parametrize(
    ("status", "code"), [(Status.PASSED, 0), (Status.FAILED, 1), (Status.UNDETERMINED, 2)]
)
def test_each_status_has_its_exit_code(status: Status, code: int) -> None:
    assert status.exit_code == code
