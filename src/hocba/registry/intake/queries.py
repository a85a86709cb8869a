"""Reads of what was taken in. A pupil's page of a year is the one live version of it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from hocba.registry.intake.models import LIVE, Packet, RegisteredPage, Transcript


def receipt_of(digest: bytes) -> bytes | None:
    """The signed receipt of the packet with this SHA-256, if it ever came in."""
    receipt = Packet.objects.filter(sha256=digest).values_list("receipt", flat=True).first()
    return None if receipt is None else bytes(receipt)


def current_page(lookup_code: str, school_year: str) -> RegisteredPage | None:
    """The accepted or locked page of that transcript and year."""
    return RegisteredPage.objects.filter(live_code=lookup_code, school_year=school_year).first()


def pages_of(lookup_code: str) -> list[RegisteredPage]:
    """The accepted and locked pages of a transcript, the oldest school year first."""
    return list(RegisteredPage.objects.filter(live_code=lookup_code).order_by("school_year"))


def history_of(lookup_code: str, school_year: str) -> list[RegisteredPage]:
    """Every version ever accepted of that page, the newest last."""
    versions = RegisteredPage.objects.filter(lookup_code=lookup_code, school_year=school_year)
    return list(versions.order_by("version"))


def unheld_transcripts(lookup_codes: Collection[str]) -> QuerySet[Transcript]:
    """Those of the transcripts that no live page holds to their pupil."""
    live = RegisteredPage.objects.filter(live_code=OuterRef("lookup_code"), state__in=LIVE)
    return Transcript.objects.filter(~Exists(live), lookup_code__in=lookup_codes)
