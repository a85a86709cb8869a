"""``hocba copy``: an operator traces a copy by its number."""

from __future__ import annotations

import json

import pytest

from hocba.project.cli import run
from hocba.public.copies.models import IssuedCopy
from tests.registry.school import NOW

pytestmark = pytest.mark.django_db
SERIAL = "7F3K-9QW2-MX5T"


@pytest.fixture(autouse=True)
def _copy(db):
    IssuedCopy.objects.create(
        serial=SERIAL,
        lookup_code="0" * 32,
        issued_at=NOW,
        given_to="operator:văn-thư",
        pages=[{"school_year": "2023-2024", "version": 1, "locked": True}],
        sha256=bytes(32),
    )


def test_a_copy_is_traced_to_its_receiver(capsys):
    assert run(["copy", "7f3k 9qw2 mx5t"]) == 0
    said = capsys.readouterr().out
    assert f"Bản in {SERIAL} của học bạ {'0' * 32}" in said
    assert "Cấp lúc 08:00:00 24/06/2024 cho operator:văn-thư" in said


def test_a_number_that_was_never_given_ends_with_one(capsys):
    assert run(["copy", "0000-0000-0000"]) == 1
    assert "Chưa cấp bản in nào" in capsys.readouterr().out


def test_what_is_no_number_ends_with_two(capsys):
    assert run(["copy", "12"]) == 2
    assert "Số bản in gồm 12" in capsys.readouterr().err


def test_json_has_it_all(capsys):
    assert run(["copy", SERIAL, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["serial"], told["current"]) == (SERIAL, False)
    assert told["pages"] == [
        {"school_year": "2023-2024", "version": 1, "fate": "unknown", "newer": None}
    ]
