"""Reads of transfers."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q, QuerySet

from hocba.registry.custody.models import Ending, Transfer


def last_takers(lookup_codes: Collection[str]) -> Mapping[str, str]:
    """The code of the school that accepted each transcript last; one never moved has none."""
    accepted = (
        Transfer.objects.filter(lookup_code__in=list(lookup_codes), ending=Ending.ACCEPTED)
        .order_by("lookup_code", "-ended_at", "-pk")
        .distinct("lookup_code")
    )
    return dict(accepted.values_list("lookup_code", "to_school"))


def waiting_for(school_code: str) -> QuerySet[Transfer]:
    """Transfers that the school has not answered yet, the oldest first."""
    waiting = Transfer.objects.filter(to_school=school_code, ending="")
    return waiting.select_related("from_school").order_by("handed_over_at", "pk")


def transfers_of_school(school_code: str) -> QuerySet[Transfer]:
    """Every transfer from the school or to it, the oldest first."""
    own = Transfer.objects.filter(Q(from_school=school_code) | Q(to_school=school_code))
    return own.order_by("pk")


def transfers_of(lookup_code: str) -> QuerySet[Transfer]:
    """Every transfer of the transcript, the oldest first."""
    transfers = Transfer.objects.filter(lookup_code=lookup_code)
    return transfers.select_related("from_school", "to_school").order_by("handed_over_at", "pk")
