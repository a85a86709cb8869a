"""XAdES B-T at the school: a timestamp in the last signature of each page, as soon as one is had.

A timestamp may be put into a signature until another one covers it: a teacher's before the head
signs, the seal's before the page is packed. Whoever signs next covers it, so none is lost; and
a page that got none stays B-B and is none the worse, because the timestamp of a later
signature speaks for all that it covers. One that somebody is about to sign or seal as it
stands is left alone: if it changed under their hands they would have to begin anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event

from django.db.models import QuerySet

from hocba.adapters.bulk import execute
from hocba.core.errors import Unavailable
from hocba.core.lifecycle import State
from hocba.core.signature import Evidence, embed, imprint_to_stamp
from hocba.school.pages.models import Packing, PageVersion
from hocba.school.signing.models import ItemState, SigningItem, SigningSession

Stamp = Callable[[bytes], bytes]
"""A token (DER) over a SHA-256. Raises Unavailable."""

AT_ONCE = 4
"""So many questions are under way at a time, however large the set is."""

_OPEN = [State.SIGNED.value, State.ISSUED.value]

_WRITE = f"""
    UPDATE {PageVersion._meta.db_table} AS page
       SET content = new.content, revision = page.revision + 1, updated_at = %(at)s
      FROM unnest(%(ids)s::bigint[], %(revisions)s::int[], %(contents)b::bytea[])
           AS new (id, revision, content)
     WHERE page.id = new.id AND page.revision = new.revision AND page.state = ANY(%(open)s)
       AND NOT EXISTS (
               SELECT FROM {SigningItem._meta.db_table} AS item
                      JOIN {SigningSession._meta.db_table} AS session
                        ON session.id = item.session_id
                WHERE item.version_id = page.id AND item.revision = page.revision
                  AND item.state <> %(signed)s AND item.signature_id <> ''
                  AND session.closed_at IS NULL AND session.expires_at > %(at)s)
       AND NOT EXISTS (
               SELECT FROM {Packing._meta.db_table} AS packing
                WHERE packing.school_code = page.school_code AND packing.expires_at > %(at)s
                  AND packing.pages @> jsonb_build_array(jsonb_build_array(page.id, page.revision)))
"""  # noqa: S608 - the tables' names are ours, every value is a parameter


def unstamped(pages: QuerySet[PageVersion]) -> Sequence[PageVersion]:
    """Those of ``pages`` that may be stamped now and have no timestamp in their last signature."""
    can_be = pages.filter(state__in=_OPEN).order_by("id")
    return [each for each in can_be if imprint_to_stamp(bytes(each.content)) is not None]


def stamp_pages(versions: Sequence[PageVersion], stamp: Stamp, *, at: datetime) -> int:
    """Stamp the last signature of those pages that have no timestamp in it; how many got one.

    A page for which the authority is away, that was changed or packed meanwhile, or that stands
    in an open session or packet, is left as it is and may be stamped later. An authority that
    was away once is not asked for the rest: each question would wait for it in vain. No
    transaction is open while it is asked.
    """
    away = Event()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        stamped = list(pool.map(lambda version: _stamped(version, stamp, away), versions))
    pairs = zip(versions, stamped, strict=True)
    done = [(version.pk, version.revision, content) for version, content in pairs if content]
    return _written(done, at) if done else 0


def _written(done: Sequence[tuple[int, int, bytes]], at: datetime) -> int:
    ids, revisions, contents = map(list, zip(*done, strict=True))
    return execute(
        _WRITE,
        {
            "at": at,
            "ids": ids,
            "revisions": revisions,
            "contents": contents,
            "open": _OPEN,
            "signed": ItemState.SIGNED.value,
        },
    )


def _stamped(version: PageVersion, stamp: Stamp, away: Event) -> bytes | None:
    content = bytes(version.content)
    imprint = imprint_to_stamp(content)
    if imprint is None or away.is_set():
        return None
    try:
        return embed(content, Evidence(tokens=(stamp(imprint),)))
    except Unavailable:
        away.set()
        return None
