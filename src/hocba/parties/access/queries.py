"""Whose a secret is, and which tokens there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q

from hocba.parties.access.models import Token
from hocba.parties.access.tokens import digest_of


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
    found = (
        Token.objects.filter(digest=digest_of(secret), revoked_at=None)
        .filter(issued_at__lte=at, expires_at__gt=at)
        .annotate(units=ArrayAgg("grants__unit_id", filter=Q(grants__unit_id__isnull=False)))
        .values_list("pk", "sender_id", "sender__name", "scopes", "units")
        .first()
    )
    if found is None:
        return None
    token_id, sender_id, sender, scopes, units = found
    return Bearer(token_id, sender_id, sender, frozenset(scopes), frozenset(units or ()))


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
