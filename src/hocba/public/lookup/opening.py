"""Open a transcript to whoever knows the second fact.

A code that nobody has costs the same work as a wrong fact: the same query finds the page of the
nearest code, which is read, compared and refused like the wrong pupil's own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from hmac import compare_digest

from hocba.core.lifecycle import State
from hocba.core.packet import read_page, write_page
from hocba.core.record import (
    ClassYear,
    Event,
    Page,
    PrimaryOutcome,
    PrimaryResults,
    Pupil,
    SchoolLevel,
    Sex,
)
from hocba.core.signature import TrustStore
from hocba.public.lookup.second_fact import SecondFact
from hocba.public.lookup.transcripts import locked_pages, transcripts
from hocba.public.printing import Transcript
from hocba.registry.intake.models import RegisteredPage

_NOBODY = write_page(
    Page(
        lookup_code="0" * 12 + "4" + "0" * 3 + "8" + "0" * 15,
        version=1,
        event=Event.NEW,
        updated_at=datetime(2000, 1, 1, tzinfo=UTC),
        class_year=ClassYear("0", "0", "0", SchoolLevel.PRIMARY, 1, "0", "2000-2001"),
        pupil=Pupil("0", "0" * 12, "0", date(1900, 1, 1), Sex.UNKNOWN),
        results=PrimaryResults((), (), ()),
        stated=PrimaryOutcome(None, None),
        computed=PrimaryOutcome(None, None),
    )
)
"""Read in place of a page by codes beyond the last one of the register."""


def open_transcript(
    lookup_code: str, fact: SecondFact, *, trust: TrustStore, at: datetime
) -> Transcript | None:
    """The locked years of the transcript; None for an unknown code as for a wrong fact.

    Raises Unavailable when a page does not pass verification.
    """
    page = read_page(_nearest(lookup_code))
    fits = fact.fits(page.pupil)
    if not compare_digest(page.lookup_code, lookup_code) or not fits:
        return None
    return transcripts(locked_pages([lookup_code]), trust=trust, at=at)[lookup_code]


def _nearest(lookup_code: str) -> bytes:
    """The newest locked page with this code, or, if there is none, with the next one."""
    pages = RegisteredPage.objects.filter(live_code__gte=lookup_code, state=State.LOCKED)
    found = pages.order_by("live_code", "-school_year").values_list("content", flat=True).first()
    return _NOBODY if found is None else bytes(found)
