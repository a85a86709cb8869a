"""``hocba transfer``."""

from __future__ import annotations

import pytest

from hocba.adapters import clock
from hocba.project.cli import run
from tests.registry.school import KIM_DONG, NOW, VAN_QUAN, answer, code, open_schools, packet, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_reported_page():
    open_schools()
    answer(packet(page(1)))
    clock.start_at(NOW)
    yield
    clock.start_at(None)


def hand_over(*codes):
    ways = ["--from", KIM_DONG.school_code, "--to", VAN_QUAN.school_code, "--reason", "Chuyển nhà"]
    return run(["transfer", "hand-over", *ways, *codes])


def test_a_transcript_is_handed_over_accepted_and_its_way_is_told(capsys):
    assert hand_over(code(1)) == 0
    run(["transfer", "waiting", VAN_QUAN.school_code])
    assert code(1) in capsys.readouterr().out
    assert run(["transfer", "accept", "--school", VAN_QUAN.school_code, code(1)]) == 0
    run(["transfer", "history", code(1)])
    assert "đã nhận" in capsys.readouterr().out


def test_one_that_could_not_be_is_named_and_the_exit_code_says_so(capsys):
    assert hand_over(code(1), code(2)) == 1
    out, err = capsys.readouterr()
    assert "1 học bạ" in out
    assert code(2) in err


def test_what_nobody_accepted_is_taken_back():
    hand_over(code(1))
    assert run(["transfer", "withdraw", "--school", KIM_DONG.school_code, code(1)]) == 0
    assert run(["transfer", "accept", "--school", VAN_QUAN.school_code, code(1)]) == 1


def test_a_school_that_is_none_ends_with_two(capsys):
    words = ["--from", KIM_DONG.school_code, "--to", "X", "--reason", "y", code(1)]
    assert run(["transfer", "hand-over", *words]) == 2
    assert "Mã trường X" in capsys.readouterr().err
