"""``hocba lock``."""

from __future__ import annotations

from datetime import datetime

import pytest

from hocba.adapters import clock
from hocba.adapters.clock import ZONE
from hocba.project.cli import run
from hocba.project.commands import lock
from tests.registry.audit import LEDGER_KEY
from tests.registry.school import (
    KIM_DONG,
    NOW,
    VAN_QUAN,
    YEAR,
    answer,
    code,
    open_schools,
    packet,
    page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_reported_page(monkeypatch):
    monkeypatch.setattr(lock, "ledger_signer", lambda: LEDGER_KEY)
    open_schools()
    answer(packet(page(1)))
    clock.start_at(NOW)
    yield
    clock.start_at(None)


def early(school, *codes):
    return run(["lock", "--school", school.school_code, "--year", YEAR, *codes])


def test_before_the_day_nothing_is_due(capsys):
    assert run(["lock"]) == 0
    assert "Không có" in capsys.readouterr().out


def test_after_the_day_what_is_due_is_locked(capsys):
    clock.start_at(datetime(2024, 7, 1, tzinfo=ZONE))
    assert run(["lock"]) == 0
    assert f"{YEAR}: đã chốt 1 học bạ" in capsys.readouterr().out


def test_a_school_may_have_its_pages_locked_early(capsys):
    assert early(KIM_DONG, code(1)) == 0
    assert "Đã chốt 1 học bạ" in capsys.readouterr().out


def test_another_schools_page_is_not_its_to_lock(capsys):
    assert early(VAN_QUAN, code(1)) == 1
    assert code(1) in capsys.readouterr().err


def test_an_early_lock_without_its_school_ends_with_two(capsys):
    assert run(["lock", code(1)]) == 2
    assert "--school" in capsys.readouterr().err
