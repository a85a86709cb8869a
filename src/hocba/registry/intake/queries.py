"""Reads of what was taken in. A pupil's page of a year is the one live version of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Exists, OuterRef, QuerySet

from hocba.adapters.bulk import fetch
from hocba.registry.custody.queries import last_takers
from hocba.registry.intake.models import LIVE, RegisteredPage, Transcript


def receipt_of(digest: bytes) -> bytes | None:
    """The signed receipt of the packet with this SHA-256, if it ever came in."""
    rows = fetch("SELECT receipt FROM intake_packet WHERE sha256 = %b", [digest])
    return bytes(rows[0][0]) if rows else None


def current_page(lookup_code: str, school_year: str) -> RegisteredPage | None:
    """The accepted or locked page of that transcript and year."""
    return RegisteredPage.objects.filter(live_code=lookup_code, school_year=school_year).first()


def live_pages(lookup_codes: Collection[str]) -> list[RegisteredPage]:
    """The accepted and locked pages of several transcripts, the oldest school year first."""
    live = RegisteredPage.objects.filter(live_code__in=list(lookup_codes))
    return list(live.order_by("live_code", "school_year"))


def pages_of_school(
    school_code: str, school_year: str, *, after: int, most: int
) -> list[RegisteredPage]:
    """Versions that a school reported, without their bytes, in the order of arrival."""
    versions = RegisteredPage.objects.filter(school_code=school_code, school_year=school_year)
    return list(versions.filter(pk__gt=after).defer("content").order_by("pk")[:most])


def unheld_transcripts(lookup_codes: Collection[str]) -> QuerySet[Transcript]:
    """Those of the transcripts that no live page holds to their pupil."""
    live = RegisteredPage.objects.filter(live_code=OuterRef("lookup_code"), state__in=LIVE)
    return Transcript.objects.filter(~Exists(live), lookup_code__in=lookup_codes)


def custodians(lookup_codes: Collection[str]) -> Mapping[str, str]:
    """The code of the school that keeps each transcript; a transcript without a page has none.

    It is the school that accepted the last transfer; without one, the school of the newest page.
    """
    codes = list(lookup_codes)
    newest = (
        RegisteredPage.objects.filter(live_code__in=codes, state__in=LIVE)
        .order_by("live_code", "-school_year")
        .distinct("live_code")
    )
    held = dict(newest.values_list("lookup_code", "school_code"))
    return held | {code: school for code, school in last_takers(codes).items() if code in held}
