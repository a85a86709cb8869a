"""Reads of late cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Max, QuerySet

from hocba.registry.late.models import LateDecision, LateRequest


def granted_until(
    school_code: str, school_year: str, personal_ids: Collection[str]
) -> Mapping[str, date]:
    """The last day on which each pupil may be reported late by this school; none, none."""
    granted = LateDecision.objects.filter(
        request__school=school_code,
        request__school_year=school_year,
        request__personal_id__in=list(personal_ids),
        until__isnull=False,
    )
    rows = granted.values_list("request__personal_id").annotate(last=Max("until"))
    return dict(rows)


def cases_of(school_year: str) -> QuerySet[LateRequest]:
    """Every late case of the year ever asked for, with its answer, the oldest first."""
    return (
        LateRequest.objects.filter(school_year=school_year)
        .select_related("school", "decision")
        .order_by("requested_at", "pk")
    )
