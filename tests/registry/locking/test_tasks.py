"""What workers lock by themselves."""

from __future__ import annotations

from datetime import datetime

import pytest

from hocba.adapters import clock
from hocba.adapters.clock import ZONE
from hocba.adapters.node import Node
from hocba.core.lifecycle import State
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.locking import tasks
from tests.registry.audit import LEDGER_KEY
from tests.registry.school import packet, page, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _july(schools, monkeypatch):
    monkeypatch.setattr(tasks, "ledger_signer", lambda: LEDGER_KEY)
    receive(packet(page(1)))
    clock.start_at(datetime(2024, 7, 1, 0, 5, tzinfo=ZONE))
    yield
    clock.start_at(None)


def test_what_is_due_is_locked_and_told_by_numbers_alone(caplog):
    tasks.lock_what_is_due(timestamp=0)
    assert RegisteredPage.objects.get().state == State.LOCKED
    assert "1 pages of 2023-2024" in caplog.text


def test_the_ministrys_node_has_no_windows_of_its_own(settings):
    settings.HOCBA_NODE = Node.MINISTRY
    tasks.lock_what_is_due(timestamp=0)
    assert RegisteredPage.objects.get().state == State.ACCEPTED
