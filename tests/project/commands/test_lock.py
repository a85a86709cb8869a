"""``hocba lock``."""

from __future__ import annotations

from datetime import datetime

import pytest

from hocba.adapters import clock
from hocba.adapters.clock import ZONE
from hocba.project.cli import run
from hocba.project.commands import lock
from hocba.registry.intake.models import RegisteredPage
from tests.registry.audit import LEDGER_KEY
from tests.registry.school import (
    KIM_DONG,
    NOW,
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


def test_before_the_day_nothing_is_due(capsys):
    assert run(["lock"]) == 0
    assert "Không có" in capsys.readouterr().out


def test_after_the_day_what_is_due_is_locked(capsys):
    clock.start_at(datetime(2024, 7, 1, tzinfo=ZONE))
    assert run(["lock"]) == 0
    assert f"{YEAR}: đã chốt 1 học bạ" in capsys.readouterr().out


def test_nothing_is_locked_early_without_a_schools_signed_order(capsys):
    given = ["lock", "--school", KIM_DONG.school_code, "--year", YEAR, code(1)]
    assert run(given) == 2
    assert RegisteredPage.objects.get().state == "accepted"
    assert run(["lock", "--help"]) == 0
    assert "đề nghị đã ký của trường" in capsys.readouterr().out
