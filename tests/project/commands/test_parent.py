"""``hocba parent``."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from hocba.project.commands.parent import command
from hocba.public.owners.models import ParentLink
from tests.public.conftest import register
from tests.public.owners.conftest import CHILD
from tests.public.people import MOTHER_ID, MOTHER_NAME
from tests.public.transcripts import lock_page
from tests.registry.school import KIM_DONG

__all__ = ["register"]

UNIT = ("--unit", KIM_DONG.school_code)
EVIDENCE = ("--evidence", "Giấy khai sinh số 12/2014")


def link(*, evidence=EVIDENCE):
    answers = f"{CHILD.pupil.personal_id}\n{MOTHER_ID}\n{MOTHER_NAME}\n"
    words = ["link", *UNIT, "--relation", "mother", *evidence]
    return CliRunner().invoke(command, words, input=answers)


@pytest.mark.usefixtures("register")
def test_a_link_is_made_and_ended():
    lock_page(CHILD)
    assert link().exit_code == 0
    number = str(ParentLink.objects.get().pk)
    ended = CliRunner().invoke(command, ["end", *UNIT, "--reason", "Toà án", number])
    assert "Đã kết thúc" in ended.output
    assert ParentLink.objects.get().reason == "Toà án"


def test_personal_ids_are_no_options():
    """The list of processes and the shell's history would show them."""
    assert not {"--child", "--parent"} & {
        name for option in command.commands["link"].params for name in option.opts
    }
