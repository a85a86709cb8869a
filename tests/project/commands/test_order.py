"""``hocba order``: written and sealed at the school by any device, done at the register."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from hocba.adapters import clock
from hocba.adapters.trust import load_trust
from hocba.core.lifecycle import Action, State
from hocba.core.packet import Deed, read_order
from hocba.core.signature import POLICY, verify_order
from hocba.core.verdict import Status
from hocba.project.cli import run
from hocba.project.commands import order as command
from hocba.registry.intake.examining import Conditions
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.journal.models import JournalEntry
from hocba.registry.late.models import LateRequest
from hocba.school.pages.packing import pack_class
from hocba.school.pages.steps import move
from tests.adapters.keys import softhsm
from tests.project.commands.test_sign import by_file, homeroom_code, secret_file
from tests.registry.ordering import order, seal
from tests.registry.school import KIM_DONG, TRUST, code, open_schools, packet, page, receive
from tests.registry.school import NOW as AT_THE_REGISTER
from tests.school.pages.conftest import NOW, SmallClass, _home, small_class

__all__ = ["_home", "small_class"]
YEAR = "2023-2024"


@pytest.fixture
def accepted(small_class: SmallClass) -> SmallClass:
    """A class whose pages the register has accepted, as far as the school knows."""
    small_class.draft()
    small_class.sign(small_class.signers)
    seal_key = small_class.desk.seal(small_class.keys)
    sent = pack_class(small_class.class_year, seal_key, packet_id=uuid4(), at=NOW)
    move(list(sent.versions.all()), Action.ACCEPT, at=NOW)
    clock.start_at(NOW)
    yield small_class
    clock.start_at(None)


@pytest.fixture
def register(db, monkeypatch):
    open_schools()
    monkeypatch.setattr(command, "own_conditions", lambda: Conditions(TRUST))
    clock.start_at(AT_THE_REGISTER)
    yield
    clock.start_at(None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "de-nghi.xml"


def words(accepted: SmallClass, deed: str, file: Path, *more: str) -> list[str]:
    school = accepted.class_year.school_code
    return ["order", deed, str(file), *more, "--school", school, "--reason", "Nhập nhầm điểm"]


def sealer(accepted: SmallClass) -> list[str]:
    return by_file(accepted, accepted.desk.seal_holder)


def test_a_recall_names_the_accepted_versions_and_passes_the_strict_verifier(
    accepted, file, capsys
):
    one, other = (each.transcript_id for each in accepted.pages(state=State.ACCEPTED)[:2])
    given = words(accepted, "recall", file, one, other, "--year", YEAR)
    assert run([*given, *sealer(accepted)]) == 0
    assert "thu hồi học bạ" in capsys.readouterr().out
    trust = load_trust(accepted.keys.trust)
    report = verify_order(file.read_bytes(), trust=trust, policy=POLICY, at=clock.now())
    assert report.status is Status.PASSED
    assert report.order.deed is Deed.RECALL
    assert [(each.lookup_code, each.version) for each in report.order.pages] == [
        (one, 1),
        (other, 1),
    ]


@pytest.mark.parametrize(
    ("deed", "more", "expected"),
    [
        ("late", ["001214000001", "--year", YEAR], Deed.REPORT_LATE),
        ("hand-over", [code(1), "--to", "01C099"], Deed.HAND_OVER),
        ("accept", [code(1)], Deed.TAKE_IN),
        ("withdraw", [code(1)], Deed.TAKE_BACK),
    ],
)
def test_the_other_deeds_are_written_too(accepted, file, deed, more, expected):
    assert run([*words(accepted, deed, file, *more), *sealer(accepted)]) == 0
    assert read_order(file.read_bytes()).deed is expected


@pytest.mark.tools("softhsm2-util")
def test_an_order_is_sealed_with_a_token(accepted, file, tmp_path):
    softhsm.configure(tmp_path)
    softhsm.make_token("Con dấu", [accepted.desk.seal(accepted.keys)])
    device = ["--token", "Con dấu", "--module", str(softhsm.MODULE)]
    given = words(
        accepted,
        "lock",
        file,
        accepted.pages(state=State.ACCEPTED)[0].transcript_id,
        "--year",
        YEAR,
    )
    assert run([*given, *device, *secret_file(tmp_path, softhsm.PIN)]) == 0
    assert read_order(file.read_bytes()).deed is Deed.LOCK


def test_a_page_that_was_not_accepted_and_a_teachers_key_are_refused(accepted, file, capsys):
    given = words(accepted, "recall", file, code(9), "--year", YEAR)
    assert run([*given, *sealer(accepted)]) == 2
    assert f"của học bạ {code(9)}" in capsys.readouterr().err
    mine = words(
        accepted,
        "recall",
        file,
        accepted.pages(state=State.ACCEPTED)[0].transcript_id,
        "--year",
        YEAR,
    )
    assert run([*mine, *by_file(accepted, homeroom_code(accepted))]) == 2
    assert not file.exists()


def test_the_register_carries_out_an_order_that_came_as_a_file(register, file, capsys):
    receive(packet(page(1)))
    file.write_bytes(seal(order(Deed.RECALL, 1, 2)))
    assert run(["order", "take", str(file)]) == 1
    told = capsys.readouterr()
    assert "Thu hồi học bạ: 1 xong." in told.out
    assert f"{code(2)}: Trường không có học bạ này ở Sở." in told.err
    assert RegisteredPage.objects.get().state == "recalled"
    line = JournalEntry.objects.get(action="recall")
    assert line.actor.startswith("operator:")
    assert set(line.origin) == {"host", "account", "order", "certificate"}
    assert run(["order", "take", str(file)]) == 2


def test_an_order_for_late_reporting_becomes_a_case(register, file):
    file.write_bytes(seal(order(Deed.REPORT_LATE, personal_ids=("001214000001",))))
    assert run(["order", "take", str(file)]) == 0
    assert LateRequest.objects.get().school_id == KIM_DONG.school_code


def test_what_is_not_there_or_not_signed_is_told_in_one_sentence(register, file, tmp_path, capsys):
    assert run(["order", "take", str(tmp_path / "không-có.xml")]) == 2
    file.write_bytes(seal(order(Deed.LOCK, 1)).replace(b">CHOT_SOM<", b">THU_HOI<"))
    assert run(["order", "take", str(file)]) == 2
    assert "Nội dung đã bị thay đổi sau khi ký." in capsys.readouterr().err
