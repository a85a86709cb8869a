"""Tokens as an operator would issue them."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from hocba.adapters.clock import ZONE
from hocba.parties.access.models import Scope, Token
from hocba.parties.access.tokens import PREFIX, NewToken, issue

NOW = datetime(2024, 6, 24, 8, tzinfo=ZONE)
LIFE = timedelta(days=30)


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def issued(
    secret: str,
    *,
    sender: str = "Phần mềm mẫu",
    scopes: Collection[str] = (Scope.REPORT,),
    units: Collection[str] = (),
    at: datetime = NOW,
    life: timedelta = LIFE,
) -> Token:
    new = NewToken(sender, uuid4(), scopes, units, at + life)
    return issue(new, secret=secret, at=at, actor="operator:mẫu")
