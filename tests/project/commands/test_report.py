"""``hocba report``: what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba.adapters import clock
from hocba.adapters.keys import save_pkcs12
from hocba.adapters.node import Node
from hocba.project.cli import run
from hocba.registry.reporting import own, tasks
from hocba.registry.reporting.models import Batch
from tests.core.signature import pki
from tests.registry.department import MINISTRY_KEY
from tests.registry.reporting.ministry import Road, Time, returned
from tests.registry.school import RECEIPT_KEY, lock, open_schools, packet, page, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Road:
    """Three locked pages, an installation that reports, and the road to the Ministry."""
    open_schools()
    receive(packet(*map(page, (1, 2, 3))))
    lock(1, 2, 3)
    (tmp_path / "password").write_text("mật khẩu", encoding="utf-8")
    save_pkcs12(tmp_path / "registry.p12", "mật khẩu", RECEIPT_KEY)
    (tmp_path / "root.pem").write_bytes(pki.pem(pki.root()))
    (tmp_path / "bo.pem").write_bytes(pki.pem(MINISTRY_KEY))
    (tmp_path / "bo.token").write_text("hocba_x", encoding="utf-8")
    settings.HOCBA_NODE = Node.DEPARTMENT
    settings.HOCBA_TRUST = settings.HOCBA_PEERS = tmp_path
    settings.HOCBA_REGISTRY_KEY = tmp_path / "registry.p12"
    settings.HOCBA_REGISTRY_KEY_PASSWORD_FILE = tmp_path / "password"
    settings.HOCBA_MINISTRY_URL = "http://bo.example"
    found = Road()
    monkeypatch.setattr(own, "MinistryApi", lambda _url, _token: found)
    monkeypatch.setattr(clock, "now", Time())
    return found


def test_all_pages_get_their_receipt(road: Road, capsys) -> None:
    assert run(["report"]) == 0
    said = capsys.readouterr().out
    assert "Bộ vừa tiếp nhận 3 học bạ, bỏ qua 0, trả lại 0." in said
    assert "Có biên nhận của Bộ: 3/3 học bạ đã chốt" in said


def test_a_ministry_that_is_away_ends_with_two_and_says_when_next(road: Road, capsys) -> None:
    road.open = False
    assert run(["report"]) == 2
    said = capsys.readouterr().out
    assert "Bộ chưa trả lời." in said
    assert "Lần gửi sau không sớm hơn 09:00:" in said


def test_returned_pages_end_with_one_until_they_are_sent_again(road: Road, capsys) -> None:
    road.judge = returned
    assert run(["report"]) == 1
    assert "bị trả lại 3" in capsys.readouterr().out
    road.judge = Road().judge
    assert run(["report"]) == 1
    assert run(["report", "--again"]) == 0


def test_a_window_near_its_end_is_spoken_of(road: Road, monkeypatch, capsys) -> None:
    road.open = False
    later = Time(Time().now.replace(month=7, day=8))
    monkeypatch.setattr(clock, "now", later)
    run(["report"])
    assert "Đợt 1 báo cáo Bộ năm học 2023-2024 còn 2 ngày" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("setting", "value", "word"),
    [
        ("HOCBA_MINISTRY_URL", "", "HOCBA_MINISTRY_URL"),
        ("HOCBA_NODE", Node.MINISTRY, "Chỉ nút của Sở"),
        ("HOCBA_PEERS", Path("/nowhere"), "mã truy cập của Bộ"),
    ],
)
def test_what_is_missing_is_named(road: Road, settings, setting, value, word, capsys) -> None:
    setattr(settings, setting, value)
    assert run(["report"]) == 2
    assert word in capsys.readouterr().err
    assert not Batch.objects.exists()


def test_the_workers_report_by_themselves(road: Road) -> None:
    tasks.report(timestamp=0)
    assert len(road.sent) == 1


def test_a_worker_says_why_it_could_not(road: Road, caplog) -> None:
    road.open = False
    tasks.report(timestamp=0)
    assert "Bộ chưa trả lời." in caplog.text


def test_a_worker_warns_of_the_windows(road: Road, monkeypatch, caplog) -> None:
    monkeypatch.setattr(clock, "now", Time(Time().now.replace(month=7, day=8)))
    tasks.watch_windows(timestamp=0)
    assert "còn 3 học bạ đã chốt chưa có biên nhận của Bộ" in caplog.text


def test_a_node_without_a_ministry_does_nothing(road: Road, settings) -> None:
    settings.HOCBA_MINISTRY_URL = ""
    tasks.report(timestamp=0)
    tasks.watch_windows(timestamp=0)
    assert road.sent == []
