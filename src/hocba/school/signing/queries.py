"""What a signer still has to do, and how far a session has come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Q

from hocba.adapters.bulk import fetch
from hocba.school.pages.models import PageVersion
from hocba.school.signing.completing import Fault
from hocba.school.signing.models import ItemState, SigningItem, SigningSession
from hocba.school.signing.waiting import form_of


@dataclass(frozen=True, slots=True)
class ToSign:
    """An item that waits: ``data`` is what is to be signed, the C14N of SignedInfo."""

    item_id: int
    lookup_code: str
    data: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 of ``data``, for a device that signs digests."""
        return sha256(self.data).digest()


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items of a session wait, are signed, have failed; and why those failed.

    ``left`` are those that are not signed and could be.
    """

    waiting: int
    signed: int
    failed: int
    left: int
    faults: tuple[Fault, ...]


_TO_SIGN = f"""
    SELECT item.id, page.transcript_id, item.signature_id, item."references"
      FROM {SigningItem._meta.db_table} AS item
      JOIN {PageVersion._meta.db_table} AS page ON page.id = item.version_id
     WHERE item.session_id = %s AND item.id > %s AND item.state <> %s AND item.signature_id <> ''
     ORDER BY item.id
     LIMIT %s
"""  # noqa: S608 - the tables' names are ours, every value is a parameter


def to_sign(
    session: SigningSession, *, after: int = 0, at_most: int | None = None
) -> Sequence[ToSign]:
    """The items that are not signed and could be, in the order in which they were chosen.

    A part of them are the ``at_most`` first that come after the item ``after``.
    """
    rows = fetch(_TO_SIGN, [session.pk, after, ItemState.SIGNED.value, at_most])
    return [
        ToSign(item_id, lookup_code, form_of(session, signature_id, references).to_be_signed())
        for item_id, lookup_code, signature_id, references in rows
    ]


def progress(session_ids: Collection[UUID]) -> Progress:
    """How far these sessions have come together; all zero for none that is known."""
    items = SigningItem.objects.filter(session__in=session_ids).order_by("id")
    rows = items.values_list("id", "state", "code", "reason", "signature_id")
    states = [state for _, state, *_ in rows]
    return Progress(
        waiting=states.count(ItemState.WAITING),
        signed=states.count(ItemState.SIGNED),
        failed=states.count(ItemState.FAILED),
        left=sum(state != ItemState.SIGNED and bool(form) for _, state, _, _, form in rows),
        faults=tuple(
            Fault(item_id, code, reason)
            for item_id, state, code, reason, _ in rows
            if state == ItemState.FAILED
        ),
    )


def open_sessions(
    owner_code: str = "", *, opened_by: str = "", at: datetime
) -> Sequence[SigningSession]:
    """The sessions of a certificate's owner, or those that a person opened in the browser, that
    may still be gone on with, the newest first.

    Each has ``left``, the number of its items that are not signed and could be.
    """
    unsigned = ~Q(items__state=ItemState.SIGNED) & ~Q(items__signature_id="")
    whose = {"opened_by": opened_by} if opened_by else {"owner_code": owner_code}
    return list(
        SigningSession.objects.filter(**whose, closed_at=None, expires_at__gt=at)
        .annotate(left=Count("items", filter=unsigned))
        .filter(left__gt=0)
        .order_by("-signing_time")
    )
