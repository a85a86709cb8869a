"""Issue, rotate and revoke access tokens. The secret is an argument and is never kept.

A secret is 256 random bits, so one SHA-256 is enough to store it by: there is nothing in it
that could be guessed, and looking it up costs every caller the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Least

from hocba.core.errors import InputError
from hocba.parties.access.models import AccessEntry, Act, Grant, Sender, Token

PREFIX = "hocba_"
"""Begins every secret, so that whoever finds one in the wrong place knows what it is."""

LONGEST_LIFE = timedelta(days=366)
_LEAST_LETTERS = 43  # 256 bits in base64url


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token as it is asked for. ``sender_id`` counts when the name is not known yet."""

    sender: str
    sender_id: UUID
    scopes: Collection[str]
    units: Collection[str]
    expires_at: datetime


def digest_of(secret: str) -> bytes:
    """What a token is stored and found by."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


@transaction.atomic
def issue(new: NewToken, *, secret: str, at: datetime, actor: str) -> Token:
    """Make a token whose bearer is ``new.sender``, under a ``secret`` made of 256 random bits.

    Raises InputError when it is for nothing, lives longer than a school year and a day, or
    names a unit that is unknown.
    """
    _require_strength(secret)
    _require_sense(new, at)
    sender, _ = Sender.objects.get_or_create(name=new.sender, defaults={"id": new.sender_id})
    token = Token.objects.create(
        sender=sender,
        digest=digest_of(secret),
        scopes=sorted(set(new.scopes)),
        issued_at=at,
        expires_at=new.expires_at,
    )
    _grant(token, new.units)
    _log(token, Act.ISSUE, at, actor, {"scopes": token.scopes, "units": sorted(set(new.units))})
    return token


@transaction.atomic
def rotate(
    token_id: int, *, secret: str, at: datetime, overlap: timedelta, life: timedelta, actor: str
) -> Token:
    """A new secret for the same right; the old one works on for ``overlap``, then no more.

    Raises InputError when the token has ended, was revoked, or was rotated before.
    """
    _require_strength(secret)
    if overlap < timedelta() or not timedelta() < life <= LONGEST_LIFE:
        raise InputError("Thời hạn của mã truy cập phải trong vòng một năm.")
    old = _shorten(token_id, until=at + overlap, at=at)
    try:
        with transaction.atomic():
            token = Token.objects.create(
                sender_id=old.sender_id,
                digest=digest_of(secret),
                scopes=old.scopes,
                issued_at=at,
                expires_at=at + life,
                replaces=old,
            )
    except IntegrityError as error:
        raise InputError(f"Mã truy cập số {token_id} đã được thay bằng mã khác.") from error
    _grant(token, old.grants.values_list("unit_id", flat=True))
    _log(token, Act.ROTATE, at, actor, {"replaces": token_id})
    return token


@transaction.atomic
def revoke(token_id: int, *, at: datetime, actor: str, reason: str) -> None:
    """End a token at once, for good. Raises InputError without a reason, or when it has ended."""
    if not reason.strip():
        raise InputError("Thu hồi mã truy cập phải ghi lý do.")
    changed = Token.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=at)
    if changed != 1:
        raise InputError(f"Không có mã truy cập số {token_id}, hoặc mã đã bị thu hồi.")
    _log(Token(pk=token_id), Act.REVOKE, at, actor, {"reason": reason})


def _require_strength(secret: str) -> None:
    if not secret.startswith(PREFIX) or len(secret) < len(PREFIX) + _LEAST_LETTERS:
        raise AssertionError("a token's secret is made by the program, of 256 random bits")


def _require_sense(new: NewToken, at: datetime) -> None:
    if not new.sender.strip():
        raise InputError("Mã truy cập phải ghi tên đơn vị hoặc phần mềm sử dụng.")
    if not new.scopes:
        raise InputError("Mã truy cập phải có ít nhất một quyền.")
    if not at < new.expires_at <= at + LONGEST_LIFE:
        raise InputError("Mã truy cập phải có hạn dùng trong vòng một năm.")


def _shorten(token_id: int, *, until: datetime, at: datetime) -> Token:
    living = Token.objects.filter(pk=token_id, revoked_at=None, expires_at__gt=at)
    if living.update(expires_at=Least(F("expires_at"), until)) != 1:
        raise InputError(f"Không có mã truy cập số {token_id} còn hiệu lực.")
    return Token.objects.get(pk=token_id)


def _grant(token: Token, units: Collection[str]) -> None:
    Grant.objects.bulk_create(Grant(token=token, unit_id=unit) for unit in sorted(set(units)))
    try:
        connection.check_constraints()  # foreign keys wait for the commit otherwise
    except IntegrityError as error:
        raise InputError("Mã truy cập ghi một mã đơn vị không có trong danh mục.") from error


def _log(token: Token, act: Act, at: datetime, actor: str, detail: dict[str, object]) -> None:
    AccessEntry.objects.create(at=at, actor=actor, act=act, token=token, detail=detail)
