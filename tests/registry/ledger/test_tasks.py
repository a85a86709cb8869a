"""What workers stamp by themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hocba.registry.ledger import tasks
from hocba.registry.ledger.actions import append
from hocba.registry.ledger.models import Timestamp
from tests.registry.audit import LEDGER_KEY

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

NOW = datetime(2024, 7, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_head():
    append([b"a\n"], at=NOW, signer=LEDGER_KEY)


def test_a_new_head_is_stamped(authorities, settings):
    authorities.at(NOW)
    settings.HOCBA_TIMESTAMPS = authorities.timestamps().url
    tasks.stamp(timestamp=0)
    assert Timestamp.objects.count() == 1


def test_without_an_authority_nothing_is_asked(settings):
    settings.HOCBA_TIMESTAMPS = ""
    tasks.stamp(timestamp=0)
    assert not Timestamp.objects.exists()
