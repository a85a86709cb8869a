"""Reading an ID token: whatever does not hold is refused, and refusals look alike."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from hocba.adapters.identity import read_id_token
from hocba.core.errors import InputError

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ISSUER = "https://dinh-danh.example"
NOW = datetime.now(UTC)
CLAIMS = {
    "iss": ISSUER,
    "sub": "lan-7f3",
    "aud": "hoc-ba",
    "nonce": "n",
    "iat": NOW,
    "exp": NOW + timedelta(days=1),  # the tests after this module's import may take long
}


def jwk(key):
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {**public, "kid": "1", "alg": "RS256", "use": "sig"}


def read(token, key=KEY):
    keys = {"keys": [jwk(key)]}
    return read_id_token(token, keys, issuer=ISSUER, client_id="hoc-ba", nonce="n")


def token(*, without=(), key=KEY, algorithm="RS256", kid="1", **changes):
    claims = {name: value for name, value in (CLAIMS | changes).items() if name not in without}
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


def test_a_token_that_answers_our_question_is_read():
    assert read(token())["sub"] == "lan-7f3"


@pytest.mark.parametrize(
    "bad",
    [
        token(iss="https://khac.example"),
        token(aud="trang-khac"),
        token(aud=["hoc-ba", "trang-khac"], azp="trang-khac"),
        token(nonce="khac"),
        token(exp=NOW - timedelta(minutes=5)),
        token(iat=NOW + timedelta(hours=12)),
        token(key=OTHER_KEY),
        token(kid="2"),
        *(token(without=(name,)) for name in ("iss", "sub", "aud", "exp", "iat", "nonce")),
        jwt.encode(CLAIMS, None, algorithm="none", headers={"kid": "1"}),
        jwt.encode(CLAIMS, "k" * 32, algorithm="HS256", headers={"kid": "1"}),
        "",
        "a.b.c",
    ],
)
def test_what_does_not_hold_is_refused_in_the_same_words(bad):
    with pytest.raises(InputError, match="không kiểm tra được"):
        read(bad)
