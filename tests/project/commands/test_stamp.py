"""``hocba stamp``: the waiting heads are stamped, or it is said why not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hocba.project.cli import run
from hocba.registry.ledger.actions import append
from tests.registry.audit import LEDGER_KEY

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

NOW = datetime(2024, 7, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_head(authorities, settings):
    authorities.at(NOW)
    settings.HOCBA_TIMESTAMPS = authorities.timestamps().url
    append([b"a\n"], at=NOW, signer=LEDGER_KEY)


def test_waiting_heads_are_stamped_once(capsys):
    assert run(["stamp"]) == 0
    assert run(["stamp"]) == 0
    said = capsys.readouterr().out
    assert "thời gian 1 đầu sổ" in said
    assert "thời gian 0 đầu sổ" in said


def test_an_authority_that_is_away_ends_with_two(authorities, capsys):
    authorities.refusing.add("/tsa/")
    assert run(["stamp"]) == 2
    assert "không trả lời" in capsys.readouterr().err


def test_without_an_authority_it_says_what_to_set(capsys, settings):
    settings.HOCBA_TIMESTAMPS = ""
    assert run(["stamp"]) == 2
    assert "HOCBA_TIMESTAMPS" in capsys.readouterr().err
