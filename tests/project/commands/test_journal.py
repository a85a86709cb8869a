"""``hocba journal``: every act with its place, chosen by school, year, code and day."""

from __future__ import annotations

import csv
import getpass
import json
import socket
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from hocba.adapters import clock
from hocba.project.cli import run
from tests.registry.school import (
    KIM_DONG,
    NOW,
    VAN_QUAN,
    YEAR,
    code,
    lock,
    open_schools,
    packet,
    page,
    receive,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _june():
    open_schools()
    clock.start_at(NOW)
    yield
    clock.start_at(None)


def ask_late(school, reason="Bão"):
    command = ["late", "ask", "--school", school, "--year", YEAR, "--reason", reason]
    assert run([*command, "001214000001"]) in (0, None)


def listed(capsys, *options):
    capsys.readouterr()
    assert run(["journal", "--json", *options]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_says_who_did_what_when_from_where(capsys):
    ask_late(KIM_DONG.school_code)
    (line,) = listed(capsys)
    assert line["action"] == "ask-late"
    assert line["school_code"] == KIM_DONG.school_code
    assert line["at"].startswith("2024-06-24T08:00:0")
    assert line["origin"] == {"host": socket.gethostname(), "account": getpass.getuser()}
    assert run(["journal"]) == 0
    assert f"host: {socket.gethostname()}" in capsys.readouterr().out


def test_lines_are_chosen_by_school_year_code_and_day(capsys):
    receive(packet(page(1), page(2)))
    receive(packet(page(1, version=2), number=2), at=NOW + timedelta(hours=1))
    lock(2, at=NOW + timedelta(days=3))
    ask_late(VAN_QUAN.school_code)
    ours = [line["action"] for line in listed(capsys, "--school", KIM_DONG.school_code)]
    assert ours == ["report", "report", "replace"]
    assert [line["version"] for line in listed(capsys, "--code", code(1))] == [1]
    assert [line["action"] for line in listed(capsys, "--since", "2024-06-25")] == ["lock"]
    assert "lock" not in [line["action"] for line in listed(capsys, "--until", "2024-06-26")]
    assert listed(capsys, "--year", "2022-2023") == []
    assert len(listed(capsys, "--action", "ask-late")) == 1


@pytest.mark.parametrize("name", ["nhat-ky.csv", "nhat-ky.xlsx"])
def test_the_journal_is_taken_home_as_a_table_without_formulas(capsys, tmp_path, name):
    ask_late(KIM_DONG.school_code, reason='=HYPERLINK("http://kẻ-xấu")')
    assert run(["journal", "--output", str(tmp_path / name)]) == 0
    if name.endswith("csv"):
        text = (tmp_path / name).read_text(encoding="utf-8-sig")
        rows = list(csv.reader(text.splitlines()))
        assert rows[1][7] == '\'=HYPERLINK("http://kẻ-xấu")'
    else:
        sheet = load_workbook(tmp_path / name).active
        assert (sheet["H2"].value, sheet["H2"].data_type) == ('=HYPERLINK("http://kẻ-xấu")', "s")


def test_another_kind_of_file_or_day_is_refused(capsys, tmp_path):
    assert run(["journal", "--output", str(tmp_path / "x.pdf")]) == 2
    assert run(["journal", "--since", "hôm qua"]) == 2
