"""``hocba staff``."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from hocba.core.errors import InputError
from hocba.parties.actions import Employee, register_people
from hocba.parties.models import Person
from hocba.project.commands.staff import command

pytestmark = pytest.mark.django_db

NUMBER = "001184000123"


def run(code, number):
    return CliRunner().invoke(command, [code], input=f"{number}\n", catch_exceptions=False)


def test_a_number_is_recorded_and_taken_away():
    register_people([Employee("GV01", "Trần Thị Lan")])
    run("GV01", NUMBER)
    assert Person.objects.get().personal_id == NUMBER
    assert "không đăng nhập được nữa" in run("GV01", "").output
    assert Person.objects.get().personal_id is None


def test_somebody_unknown_is_named():
    with pytest.raises(InputError, match="GV99"):
        run("GV99", NUMBER)
