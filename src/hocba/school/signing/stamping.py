"""XAdES B-T at the school: a timestamp in the last signature of each page, as soon as one is had.

A timestamp may be put into a signature until another one covers it: a teacher's before the head
signs, the seal's before the page is packed. Whoever signs next covers it, so none is lost; and
a page that got none stays B-B and is none the worse, because the timestamp of a later
signature speaks for all that it covers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db.models import QuerySet

from hocba.adapters.bulk import execute
from hocba.core.errors import Unavailable
from hocba.core.lifecycle import State
from hocba.core.signature import Evidence, embed, imprint_to_stamp
from hocba.school.pages.models import PageVersion

Stamp = Callable[[bytes], bytes]
"""A token (DER) over a SHA-256. Raises Unavailable."""

AT_ONCE = 4
"""So many questions are under way at a time, however large the set is."""

_OPEN = [State.SIGNED.value, State.ISSUED.value]

_WRITE = f"""
    UPDATE {PageVersion._meta.db_table} AS page
       SET content = new.content, revision = page.revision + 1, updated_at = %s
      FROM unnest(%s::bigint[], %s::int[], %b::bytea[]) AS new (id, revision, content)
     WHERE page.id = new.id AND page.revision = new.revision AND page.state = ANY(%s)
"""  # noqa: S608 - the table's name is ours, every value is a parameter


def unstamped(pages: QuerySet[PageVersion]) -> Sequence[PageVersion]:
    """Those of ``pages`` that may be stamped now and have no timestamp in their last signature."""
    can_be = pages.filter(state__in=_OPEN).order_by("id")
    return [each for each in can_be if imprint_to_stamp(bytes(each.content)) is not None]


def stamp_pages(versions: Sequence[PageVersion], stamp: Stamp, *, at: datetime) -> int:
    """Stamp the last signature of those pages that have no timestamp in it; how many got one.

    A page for which the authority is away, or that was changed or packed meanwhile, is left as
    it is and may be stamped later. No transaction is open while the authority is asked.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        stamped = list(pool.map(lambda version: _stamped(version, stamp), versions))
    pairs = zip(versions, stamped, strict=True)
    done = [(version.pk, version.revision, content) for version, content in pairs if content]
    if not done:
        return 0
    return execute(_WRITE, [at, *map(list, zip(*done, strict=True)), _OPEN])


def _stamped(version: PageVersion, stamp: Stamp) -> bytes | None:
    content = bytes(version.content)
    imprint = imprint_to_stamp(content)
    if imprint is None:
        return None
    try:
        return embed(content, Evidence(tokens=(stamp(imprint),)))
    except Unavailable:
        return None
