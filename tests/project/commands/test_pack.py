"""``hocba pack``: a class's issued pages leave the school in a packet sealed by any device."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba.adapters import clock
from hocba.adapters.trust import load_trust
from hocba.core.lifecycle import State
from hocba.core.signature import POLICY, verify_packet
from hocba.core.verdict import Status
from hocba.project.cli import run
from hocba.school.pages.models import SentPacket
from tests.adapters.keys import csc_service, softhsm
from tests.project.commands.test_sign import by_file, homeroom_code, secret_file
from tests.school.pages.conftest import NOW, SmallClass, _home, small_class

__all__ = ["_home", "small_class"]


@pytest.fixture
def issued(small_class: SmallClass) -> SmallClass:
    small_class.draft()
    small_class.sign(small_class.signers)
    clock.start_at(NOW)
    yield small_class
    clock.start_at(None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "goi.xml"


def words(issued: SmallClass, file: Path, *device: str) -> list[str]:
    school = issued.class_year.school_code
    return ["pack", str(file), "--school", school, "--year", "2023-2024", "--class", "4A1", *device]


def passes(issued: SmallClass, file: Path) -> bool:
    trust = load_trust(issued.keys.trust)
    report = verify_packet(file.read_bytes(), trust=trust, policy=POLICY, at=clock.now())
    return report.status is Status.PASSED and len(report.pages) == 6


def test_a_class_is_packed_with_a_key_file(issued, file, capsys) -> None:
    assert run(words(issued, file, *by_file(issued, issued.desk.seal_holder))) == 0
    assert "có 6 học bạ" in capsys.readouterr().out
    assert passes(issued, file)
    assert len(issued.pages(state=State.REPORTED)) == 6


@pytest.mark.tools("softhsm2-util")
def test_a_class_is_packed_with_a_token(issued, file, tmp_path) -> None:
    softhsm.configure(tmp_path)
    softhsm.make_token("Con dấu", [issued.desk.seal(issued.keys)])
    device = ["--token", "Con dấu", "--module", str(softhsm.MODULE)]
    assert run(words(issued, file, *device, *secret_file(tmp_path, softhsm.PIN))) == 0
    assert passes(issued, file)


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_class_is_packed_by_a_remote_service(issued, file, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("click.prompt", lambda _name, **_options: csc_service.PASSWORD)
    seal = issued.desk.seal(issued.keys)
    with csc_service.running({"con-dau": seal}, csc_service.Behaviour(version="v2")) as service:
        device = ["--csc", service.address, "--csc-user", csc_service.USER]
        assert run(words(issued, file, *device, *secret_file(tmp_path, csc_service.PIN))) == 0
    assert passes(issued, file)


def test_packing_again_writes_the_same_packet_until_its_receipt_comes(issued, file, capsys) -> None:
    device = by_file(issued, issued.desk.seal_holder)
    run(words(issued, file, *device))
    first = file.read_bytes()
    file.unlink()
    assert run(words(issued, file, *device)) == 0
    assert file.read_bytes() == first
    SentPacket.objects.update(receipt=b"<BienNhan/>")
    file.unlink()
    assert run(words(issued, file, *device)) == 0
    assert "Không có học bạ nào chờ đóng gói." in capsys.readouterr().out
    assert not file.exists()


def test_a_device_that_fails_leaves_the_pages_to_be_packed(issued, file, tmp_path, capsys) -> None:
    wrong = ["--pkcs12", str(issued.keys.file(issued.desk.seal_holder))]
    assert run(words(issued, file, *wrong, *secret_file(tmp_path, "sai"))) == 2
    assert "khẩu" in capsys.readouterr().err
    assert len(issued.pages(state=State.ISSUED)) == 6
    assert run(words(issued, file, *by_file(issued, issued.desk.seal_holder))) == 0


def test_a_teachers_certificate_seals_nothing(issued, file, capsys) -> None:
    assert run(words(issued, file, *by_file(issued, homeroom_code(issued)))) == 2
    assert "Hãy chọn đúng chứng thư" in capsys.readouterr().err
    assert not file.exists()
    assert not SentPacket.objects.exists()


def test_a_class_that_waits_for_nothing_asks_for_no_device(small_class, file, capsys) -> None:
    small_class.draft()
    assert run(words(small_class, file)) == 0
    assert "Không có học bạ nào chờ đóng gói." in capsys.readouterr().out
