"""Open a transcript to whoever knows the second fact.

A code that nobody has costs the same work as a wrong fact: the same query, and a page read
and compared, a decoy's if there is no other.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

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


def open_transcript(
    lookup_code: str, fact: SecondFact, *, trust: TrustStore, at: datetime
) -> Transcript | None:
    """The locked years of the transcript; None for an unknown code as for a wrong fact.

    Raises Unavailable when a page does not pass verification.
    """
    pages = locked_pages([lookup_code])
    newest = read_page(bytes(pages[-1].content) if pages else _NOBODY)
    fits = fact.fits(newest.pupil)
    if not pages or not fits:
        return None
    return transcripts(pages, trust=trust, at=at)[lookup_code]
