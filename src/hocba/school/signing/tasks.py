"""What the workers do for a school: stamp what was signed in the browser.

``hocba sign`` stamps by itself; a browser would have to wait for the authority with the token in
its hand. So a job is queued in the transaction that keeps the signatures, and done when a
worker comes to it – before the next signer has chosen the class, as a rule.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hocba.adapters import clock
from hocba.adapters.timestamping import TimestampAuthority
from hocba.core.errors import Unavailable
from hocba.school.pages.models import PageVersion
from hocba.school.signing.models import ItemState, SigningItem
from hocba.school.signing.stamping import stamp_pages, unstamped

QUEUE = "school-stamping"

_FOR_HALF_A_DAY = RetryStrategy(max_attempts=15, exponential_wait=2)
"""After 4, 8, 16 … seconds; by then the next signer has come, whose timestamp speaks for all."""


def stamp_soon(session_id: UUID) -> None:
    """Queue it as part of the running transaction; without an authority there is nothing to do."""
    if settings.HOCBA_TIMESTAMPS:
        stamp.configure(lock=f"stamp:{session_id}").defer(session_id=str(session_id))


@app.task(name="stamp-signatures", queue=QUEUE, retry=_FOR_HALF_A_DAY)
def stamp(session_id: str) -> None:
    """Stamp what the session has signed and may still be stamped.

    Raises Unavailable, to be called again, while some page could not be.
    """
    signed = SigningItem.objects.filter(session=UUID(session_id), state=ItemState.SIGNED)
    pages = PageVersion.objects.filter(pk__in=signed.values("version"))
    waiting = unstamped(pages)
    authority = TimestampAuthority(settings.HOCBA_TIMESTAMPS)
    left = len(waiting) - stamp_pages(waiting, authority.stamp, at=clock.now())
    if left:
        raise Unavailable(f"Còn {left} học bạ chưa có dấu thời gian; sẽ hỏi lại.")
