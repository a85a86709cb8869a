"""Issue the copies of a class or a school: on all cores, in sets, to be taken up again.

Every copy lies as a file of its own in a working folder before all become one file. Its name
tells of which pages it is made; so a run that was broken off goes on where it stood, and a
page that has changed since is printed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hocba.adapters.pades import Seal
from hocba.adapters.whole_file import write_whole
from hocba.core.signature import TrustStore
from hocba.public.bulk.choosing import Order, Wanted, pages
from hocba.public.copies.issuing import issue
from hocba.public.lookup.models import Asked, Look
from hocba.public.lookup.transcripts import transcripts
from hocba.public.printing import Typesetter

SET = 50
"""Copies that are logged by one statement and held in memory at the same time."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who gives the copies away, to whom, and how they are set."""

    seal: Seal
    trust: TrustStore
    to: str
    typeset: Typesetter
    now: Callable[[], datetime]


def issue_all(
    wanted: Wanted,
    ordered: Sequence[Order],
    folder: Path,
    office: Office,
    advance: Callable[[int], object],
) -> list[Path]:
    """The files of the copies in ``folder``, in the order of ``ordered``.

    ``advance`` is told how many more lie there. What was issued is logged by sets, before a
    file of the set is written. Raises Unavailable when a page does not pass verification.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {order: folder / f"{order.lookup_code}-{order.key}.pdf" for order in ordered}
    missing = [order for order, file in files.items() if not file.exists()]
    advance(len(ordered) - len(missing))
    for some in _sets(missing):
        for order, copy in zip(some, _issue(wanted, some, office), strict=True):
            write_whole(files[order], copy)
        advance(len(some))
    return list(files.values())


def _issue(wanted: Wanted, some: Sequence[Order], office: Office) -> list[bytes]:
    at = office.now()
    found = transcripts(pages(wanted, some), trust=office.trust, at=at)
    Look.objects.bulk_create(
        Look(at=at, lookup_code=order.lookup_code, who=office.to, asked=Asked.PDF, shown=True)
        for order in some
    )
    ready = [found[order.lookup_code] for order in some]
    return issue(ready, seal=office.seal, to=office.to, at=at, typeset=office.typeset)


def _sets(missing: Sequence[Order]) -> Iterator[Sequence[Order]]:
    for start in range(0, len(missing), SET):
        yield missing[start : start + SET]
