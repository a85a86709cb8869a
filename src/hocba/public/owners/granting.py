"""Give leave to see a transcript, and take it back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from hocba.core.errors import InputError
from hocba.parties.accounts.models import Account
from hocba.public.owners.models import Grant
from hocba.public.owners.rights import Owner, Ward

LONGEST = timedelta(days=366)
"""Leave is for a purpose, not for ever: an admission, an application, a transfer."""

SECRET_LETTERS = 43
"""256 random bits in base64url: there is nothing to guess, so one SHA-256 keeps it."""


@dataclass(frozen=True, slots=True)
class NewGrant:
    """What is granted: these years, until then (exclusive), for that purpose."""

    years: Collection[str]
    purpose: str
    until: datetime


def grant_to_organisation(
    new: NewGrant, *, ward: Ward, by: Account, organisation: str, at: datetime
) -> Grant:
    """Leave for an organisation, by its code. Raises InputError when it makes no sense."""
    return _grant(new, ward, by, at, organisation_id=organisation)


def grant_by_link(new: NewGrant, *, ward: Ward, by: Account, secret: str, at: datetime) -> Grant:
    """Leave for whoever holds ``secret``. Raises InputError when it makes no sense."""
    if len(secret) < SECRET_LETTERS:
        raise AssertionError("a link's secret is made by the program, of 256 random bits")
    return _grant(new, ward, by, at, secret=digest_of(secret))


def revoke(grant_id: UUID, *, owner: Owner, at: datetime) -> bool:
    """Take leave back; False when there is none like that which this owner may take back."""
    pupils = [ward.personal_id for ward in owner.wards]
    living = Grant.objects.filter(pk=grant_id, personal_id__in=pupils, revoked_at=None)
    return living.update(revoked_at=at) == 1


def digest_of(secret: str) -> bytes:
    """What a link is stored and found by."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _grant(new: NewGrant, ward: Ward, by: Account, at: datetime, **to: object) -> Grant:
    if not new.years or not set(new.years) <= set(ward.years):
        raise InputError("Hãy chọn ít nhất một năm học có trong học bạ.")
    if not new.purpose.strip():
        raise InputError("Hãy ghi mục đích, ví dụ «Xét tuyển đại học năm 2026».")
    if not at < new.until <= at + LONGEST:
        raise InputError("Ngày hết hạn phải sau hôm nay và trong vòng một năm.")
    return Grant.objects.create(
        personal_id=ward.personal_id,
        given_by=by,
        years=sorted(set(new.years)),
        purpose=new.purpose.strip(),
        given_at=at,
        until=new.until,
        **to,
    )
