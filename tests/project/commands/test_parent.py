"""``hocba parent``."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from hocba.project.commands.parent import command
from hocba.public.owners.models import ParentLink
from hocba.registry.journal.models import JournalEntry
from tests.public.conftest import register
from tests.public.owners.conftest import CHILD
from tests.public.people import MOTHER_ID, MOTHER_NAME
from tests.public.transcripts import lock_page
from tests.registry.school import KIM_DONG, VAN_QUAN

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


HEAD = "Số định danh học sinh;Số định danh cha mẹ;Họ tên cha mẹ;Quan hệ;Giấy tờ đã xem"
GOOD = f"{CHILD.pupil.personal_id};{MOTHER_ID};{MOTHER_NAME};Mẹ;Giấy khai sinh số 12/2014"


def take(folder, *rows, options=()):
    file = folder / "cha-me.csv"
    file.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    words = ["import", *UNIT, *options, str(file)]
    return CliRunner().invoke(command, words, standalone_mode=False, catch_exceptions=False)


@pytest.fixture
def child(register):
    lock_page(CHILD)


@pytest.mark.usefixtures("child")
class TestImport:
    def test_a_list_is_taken_and_journalled(self, tmp_path):
        assert take(tmp_path, GOOD).return_value == 0
        assert ParentLink.objects.get().parent == MOTHER_ID
        assert JournalEntry.objects.filter(action="LINK_PARENT").count() == 1

    def test_every_doubtful_line_is_named_and_nobody_is_linked(self, tmp_path):
        father = GOOD.replace("Mẹ", "Cha")
        result = take(
            tmp_path, GOOD, GOOD, father, GOOD.replace("Mẹ", "cô"), GOOD.rpartition(";")[0] + ";"
        )
        assert result.return_value == 1
        lines = [line.partition(":")[0] for line in result.output.splitlines()]
        assert lines[:4] == ["Dòng 3", "Dòng 4", "Dòng 5", "Dòng 6"]
        assert not ParentLink.objects.exists()

    def test_a_dry_run_links_nobody(self, tmp_path):
        assert take(tmp_path, GOOD, options=("--dry-run",)).return_value == 0
        assert not ParentLink.objects.exists()

    def test_another_school_learns_nothing(self, tmp_path):
        result = take(tmp_path, GOOD, options=("--unit", VAN_QUAN.school_code))
        unknown = take(tmp_path, GOOD.replace(CHILD.pupil.personal_id, "001214999999"))
        assert result.output == unknown.output
