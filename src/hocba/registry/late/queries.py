"""Reads of late cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import QuerySet

from hocba.adapters.bulk import fetch
from hocba.registry.late.models import LateRequest

_GRANTED = """
    SELECT asked.personal_id, max(decision.until)
      FROM late_laterequest AS asked
      JOIN late_latedecision AS decision ON decision.request_id = asked.id
     WHERE asked.school_id = %s AND asked.school_year = %s AND asked.personal_id = ANY(%s)
       AND decision.until IS NOT NULL
     GROUP BY asked.personal_id
"""


def granted_until(
    school_code: str, school_year: str, personal_ids: Collection[str]
) -> Mapping[str, date]:
    """The last day on which each pupil may be reported late by this school; none, none."""
    return dict(fetch(_GRANTED, [school_code, school_year, list(personal_ids)]))


def cases_of(school_year: str) -> QuerySet[LateRequest]:
    """Every late case of the year ever asked for, with its answer, the oldest first."""
    return (
        LateRequest.objects.filter(school_year=school_year)
        .select_related("school", "decision")
        .order_by("requested_at", "pk")
    )
