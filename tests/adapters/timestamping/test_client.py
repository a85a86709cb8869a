"""A real timestamping authority over HTTP, and one that answers nonsense."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from hocba.adapters.exchange import Limits
from hocba.adapters.timestamping import TimestampAuthority
from hocba.core.errors import Unavailable
from hocba.core.signature.timestamp import BadToken, read_token

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

NOW = datetime(2024, 6, 20, 7, 30, tzinfo=UTC)
IMPRINT = sha256(b"something").digest()


@pytest.fixture(autouse=True)
def _now(authorities):
    authorities.at(NOW)


def test_a_token_stamps_what_was_asked_for(authorities):
    token = read_token(authorities.timestamps().stamp(IMPRINT))
    assert (token.imprint, token.time) == (IMPRINT, NOW)
    assert token.authority.name == "dau-thoi-gian"


def test_an_altered_token_is_none(authorities):
    der = authorities.timestamps().stamp(IMPRINT)
    changed = der.replace(IMPRINT, sha256(b"something else").digest())
    assert changed != der
    with pytest.raises(BadToken):
        read_token(changed)


def test_no_byte_of_a_token_that_matters_can_be_changed(authorities):
    """Whatever byte is damaged: no token, or one that says the same (an unsigned byte)."""
    der = authorities.timestamps().stamp(IMPRINT)
    good = read_token(der)
    for position in range(len(der)):
        damaged = der[:position] + bytes([der[position] ^ 1]) + der[position + 1 :]
        try:
            found = read_token(damaged)
        except BadToken:
            continue
        assert (found.imprint, found.time, found.authority) == (
            good.imprint,
            good.time,
            good.authority,
        )


@pytest.mark.parametrize("junk", [b"", b"0", b"\x30\x80", b"<html>", bytes(1000)])
def test_junk_is_no_token(junk):
    with pytest.raises(BadToken):
        read_token(junk)


def test_an_authority_that_is_down_is_said_to_be(authorities):
    authorities.refusing.add("/tsa/")
    with pytest.raises(Unavailable, match="không trả lời"):
        authorities.timestamps().stamp(IMPRINT)


def test_an_answer_that_is_no_timestamp_is_refused(authorities):
    url = f"{authorities.url}/thu-nghiem/certs/goc/ca.crt"
    with pytest.raises(Unavailable):
        TimestampAuthority(url).stamp(IMPRINT)


def test_an_answer_larger_than_allowed_is_refused(authorities):
    small = Limits(size=200, seconds=5)
    url = authorities.timestamps().url
    with pytest.raises(Unavailable):
        TimestampAuthority(url, small).stamp(IMPRINT)


def test_only_http_is_spoken():
    with pytest.raises(Unavailable, match="không dùng được"):
        TimestampAuthority("file:///etc/passwd").stamp(IMPRINT)
