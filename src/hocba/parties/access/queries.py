"""Whose a secret is, and which tokens there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from hocba.adapters.bulk import fetch
from hocba.parties.access.models import Token
from hocba.parties.access.tokens import digest_of

_BEARER = """
    SELECT token.id, sender.id, sender.name, token.scopes,
           ARRAY(SELECT unit_id FROM access_grant WHERE token_id = token.id)
      FROM access_token AS token JOIN access_sender AS sender ON sender.id = token.sender_id
     WHERE token.digest = %b AND token.revoked_at IS NULL
       AND token.issued_at <= %s AND token.expires_at > %s
"""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who calls, and what they may: each of ``scopes``, for each of ``units`` and no other."""

    token_id: int
    sender_id: UUID
    sender: str
    scopes: frozenset[str]
    units: frozenset[str]

    def may(self, scope: str) -> bool:
        return scope in self.scopes

    def acts_for(self, unit_code: str) -> bool:
        return unit_code in self.units


def bearer_of(secret: str, *, at: datetime) -> Bearer | None:
    """Whose token this is, in one query; None alike for the unknown, expired and revoked.

    Whatever is presented costs the same digest and the same query.
    """
    rows = fetch(_BEARER, [digest_of(secret), at, at])
    if not rows:
        return None
    ((token_id, sender_id, sender, scopes, units),) = rows
    return Bearer(token_id, sender_id, sender, frozenset(scopes), frozenset(units))


@dataclass(frozen=True, slots=True)
class Issued:
    """A token as an operator sees it; ``units`` is the number of units that it is for."""

    number: int
    sender: str
    scopes: list[str]
    units: int
    expires_at: datetime
    revoked_at: datetime | None


def all_tokens() -> list[Issued]:
    """Every token that was ever issued, the newest first."""
    rows = (
        Token.objects.annotate(unit_count=Count("grants__unit_id"))
        .order_by("-pk")
        .values_list("pk", "sender__name", "scopes", "unit_count", "expires_at", "revoked_at")
    )
    return [Issued(*row) for row in rows]
