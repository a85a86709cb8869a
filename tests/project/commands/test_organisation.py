"""``hocba organisation``."""

from __future__ import annotations

from uuid import UUID

import pytest
from click.testing import CliRunner

from hocba.core.errors import InputError
from hocba.parties.access.models import Sender
from hocba.parties.accounts.models import Membership, Organisation
from hocba.project.commands.organisation import command
from hocba.public.organisations.models import LegalBasis
from tests.registry.school import KIM_DONG, open_schools

pytestmark = pytest.mark.django_db

OFFICER = "001080000777"


def run(*words, answer=""):
    return CliRunner().invoke(command, words, input=answer, catch_exceptions=False)


def add(*more):
    return run("add", "DH-QG", "--name", "Đại học Quốc gia", "--from", "2024-01-01", *more)


def test_an_organisation_its_people_and_its_basis():
    Sender.objects.create(id=UUID(int=1), name="Phần mềm tuyển sinh")
    add("--sender", "Phần mềm tuyển sinh")
    run("member", "DH-QG", "--from", "2024-01-01", answer=f"{OFFICER}\n")
    facts = ("--article", "Điều 12", "--purpose", "Tuyển sinh", "--level", "04")
    told = run("basis", "DH-QG", *facts, "--from", "2024-06-01", "--to", "2024-08-31")
    number = str(LegalBasis.objects.get().pk)
    assert f"căn cứ số {number}" in told.output
    run("end-basis", number, "--to", "2024-06-30")
    run("leave", "DH-QG", "--to", "2024-06-30", answer=f"{OFFICER}\n")
    ends = [str(each.valid_to) for each in (LegalBasis.objects.get(), Membership.objects.get())]
    assert ends == ["2024-06-30"] * 2


def test_a_school_is_one_by_its_code():
    open_schools()
    add("--unit", KIM_DONG.school_code)
    assert Organisation.objects.get().unit_id == KIM_DONG.school_code


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("add", "X", "--name", " ", "--from", "2024-01-01"), ""),
        (("add", "X", "--name", "X", "--unit", "KHONG-CO", "--from", "2024-01-01"), ""),
        (("add", "X", "--name", "X", "--sender", "ai", "--from", "2024-01-01"), ""),
        (("member", "X", "--from", "2024-01-01"), f"{OFFICER}\n"),
        (("member", "X", "--from", "2024-01-01"), "12\n"),
        (("leave", "X", "--to", "2024-01-01"), f"{OFFICER}\n"),
        (("end-basis", "1", "--to", "2024-01-01"), ""),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(words, answer):
    with pytest.raises(InputError):
        run(*words, answer=answer)
