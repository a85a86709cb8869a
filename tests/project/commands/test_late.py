"""``hocba late`` and ``hocba calendar``."""

from __future__ import annotations

import pytest

from hocba.adapters import clock
from hocba.project.cli import run
from hocba.registry.late.models import LateRequest
from tests.registry.school import KIM_DONG, NOW, YEAR, open_schools, pupil

pytestmark = pytest.mark.django_db

PERSON = pupil(1).personal_id


@pytest.fixture(autouse=True)
def _june():
    open_schools()
    clock.start_at(NOW)
    yield
    clock.start_at(None)


def ask(*people):
    return run(
        [
            "late",
            "ask",
            "--school",
            KIM_DONG.school_code,
            "--year",
            YEAR,
            "--reason",
            "Bão",
            *people,
        ]
    )


def test_a_case_is_asked_for_granted_and_listed(capsys):
    assert ask(PERSON) in (0, None)
    number = str(LateRequest.objects.get().pk)
    assert run(["late", "grant", "--until", "2024-09-10", "--note", "CV 12", number]) in (0, None)
    capsys.readouterr()
    assert run(["late", "list", YEAR]) in (0, None)
    line = capsys.readouterr().out
    assert "cho phép đến 10/09/2024: CV 12" in line
    assert PERSON not in line


def test_a_case_is_refused_with_its_grounds(capsys):
    ask(PERSON)
    run(["late", "refuse", "--note", "Thiếu giấy", str(LateRequest.objects.get().pk)])
    run(["late", "list", YEAR])
    assert "từ chối: Thiếu giấy" in capsys.readouterr().out


def test_a_day_that_is_none_ends_with_two(capsys):
    ask(PERSON)
    assert run(["late", "grant", "--until", "mai", "--note", "x", "1"]) == 2
    assert "«mai»" in capsys.readouterr().err


def test_the_windows_are_shown_with_what_is_left_of_them(capsys):
    assert run(["calendar", "show", YEAR]) in (0, None)
    assert "Còn 6 ngày" in capsys.readouterr().out


def test_a_year_without_windows_ends_with_two(capsys):
    assert run(["calendar", "show", "2050-2051"]) == 2
    assert "2050-2051" in capsys.readouterr().err


def test_a_year_is_opened(capsys):
    days = ["2051-06-30", "2051-07-10", "2051-08-15", "2051-08-25"]
    names = ["--completed", "--ministry-first", "--reassessed", "--ministry-second"]
    words = [word for pair in zip(names, days, strict=True) for word in pair]
    assert run(["calendar", "set", "2050-2051", *words]) in (0, None)
    assert run(["calendar", "show", "2050-2051"]) in (0, None)
    assert "30/06/2051" in capsys.readouterr().out
