"""Each head is stamped by a real authority, whether it is there at once or only later."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from hocba.core.errors import Unavailable
from hocba.core.signature.timestamp import read_token
from hocba.registry.ledger.actions import append
from hocba.registry.ledger.models import Checkpoint, Timestamp
from hocba.registry.ledger.stamping import stamp_heads
from tests.registry.audit import LEDGER_KEY

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

NOW = datetime(2024, 7, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _two_heads(authorities):
    authorities.at(NOW)
    append([b"a\n"], at=NOW, signer=LEDGER_KEY)
    append([b"b\n"], at=NOW, signer=LEDGER_KEY)


def stamp(authorities) -> int:
    return stamp_heads(authorities.timestamps(), lambda: NOW)


def test_every_head_gets_a_timestamp_over_its_note(authorities):
    assert stamp(authorities) == 2
    for head in Checkpoint.objects.select_related("timestamp"):
        token = read_token(bytes(head.timestamp.token))
        assert (token.imprint, token.time) == (sha256(bytes(head.note)).digest(), NOW)


def test_a_head_is_stamped_once(authorities):
    stamp(authorities)
    authorities.asked.clear()
    assert stamp(authorities) == 0
    assert not authorities.asked


def test_locking_asks_no_authority(authorities):
    append([b"c\n"], at=NOW, signer=LEDGER_KEY)
    assert not authorities.asked


def test_what_an_absent_authority_left_open_is_taken_up_again(authorities):
    authorities.refusing.add("/tsa/")
    with pytest.raises(Unavailable):
        stamp(authorities)
    assert not Timestamp.objects.exists()
    authorities.refusing.clear()
    append([b"c\n"], at=NOW, signer=LEDGER_KEY)
    assert stamp(authorities) == 3


def test_two_rounds_at_once_keep_the_first_timestamp(authorities, monkeypatch):
    first = authorities.timestamps()

    class Slow:
        def stamp(self, imprint):
            stamp_heads(first, lambda: NOW)
            return first.stamp(imprint)

    stamp_heads(Slow(), lambda: NOW.replace(year=2025))
    assert {each.kept_at for each in Timestamp.objects.all()} == {NOW}
