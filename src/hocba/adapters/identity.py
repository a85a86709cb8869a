"""What an OpenID provider says in its ID token (OpenID Connect Core 1.0, 3.1.3.7).

The token comes straight from the provider over TLS, where the standard would let its signature
go unread; it is read all the same, so that a wrongly configured address cannot vouch for anybody.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

import jwt

from hocba.core.errors import InputError

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Public keys only: with HS256 whoever knows the client's secret could write tokens."""

_LEEWAY_SECONDS = 30


def read_id_token(
    token: str, keys: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """The claims of a token that ``issuer`` signed for ``client_id`` in answer to ``nonce``.

    ``keys`` is the provider's JWK set. Raises InputError when anything does not hold.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(token, keys),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=client_id,
            leeway=_LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )
    except jwt.PyJWTError as error:
        raise _refused() from error
    if not hmac.compare_digest(str(claims["nonce"]), nonce):
        raise _refused()
    if claims.get("azp", client_id) != client_id:
        raise _refused()
    return claims


def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    wanted = jwt.get_unverified_header(token).get("kid")
    signing = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if key.key_id == wanted]
    if len(signing) != 1:
        raise jwt.InvalidKeyError("not one key of that name")
    return signing[0]


def _refused() -> InputError:
    return InputError(
        "Câu trả lời của hệ thống định danh không kiểm tra được; hãy đăng nhập lại từ đầu.",
        code="DINH_DANH_KHONG_TIN_DUOC",
    )
