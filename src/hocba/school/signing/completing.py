"""Take signature values in: each page is completed or fails on its own.

Values may come in any number of parts, again, or late; a page is signed once, or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from hocba.adapters.bulk import execute, fetch
from hocba.core.errors import SigningError
from hocba.core.lifecycle import TRANSITIONS, Role
from hocba.core.signature import complete as put_in_place
from hocba.core.signature import resume_page
from hocba.school.pages import journal
from hocba.school.pages.models import PageVersion
from hocba.school.pages.steps import Rewritten, write_signed
from hocba.school.signing.binding import require_still_bound
from hocba.school.signing.models import ItemState, SigningItem, SigningSession
from hocba.school.signing.signatory import action_of
from hocba.school.signing.waiting import form_of

CHANGED = "TRANG_DA_DOI"
"""The page is no longer what was shown to the signer."""

CLOSED, EXPIRED = "PHIEN_DA_HUY", "PHIEN_HET_HAN"
"""The session takes no values any more."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a page was not signed."""

    item_id: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What became of the values that were given: items signed now, and faults."""

    signed: tuple[int, ...]
    faults: tuple[Fault, ...]


@transaction.atomic
def complete(session_id: UUID, values: Mapping[int, bytes], *, at: datetime) -> Completion:
    """Put the signature values, by item, in their places.

    A value that is not the certificate's, or a page that was changed meanwhile, fails that
    item alone; it may be tried again. An item that is signed already is passed over. Raises
    SigningError when the session is unknown, called off or over, when an item is not one of its
    own, or the certificate may not sign there any more.
    """
    session = _open_session(session_id, at)
    require_still_bound(session, at=at)
    finished = [_finish(session, item, values[item.id]) for item in _open_items(session, values)]
    signed = [each for each in finished if isinstance(each, _Finished)]
    faults = [each for each in finished if isinstance(each, Fault)]
    action = action_of(Role(session.role))
    if signed:
        write_signed([each.signed for each in signed], action, session.label, at=at)
        reason = f"ký thay {session.in_place_of}" if session.in_place_of else ""
        items = [each.item for each in signed]
        journal.record(items, action, session.owner_name, at=at, reason=reason)
    _note([each.item.id for each in signed], faults, at)
    return Completion(tuple(each.item.id for each in signed), tuple(faults))


@transaction.atomic
def fail(
    session_id: UUID, item_ids: Collection[int], *, code: str, reason: str, at: datetime
) -> None:
    """Note that the device did not sign these items; those that are signed stay so.

    Raises SigningError when the session is unknown or over, or an item is not one of its own.
    """
    session = _open_session(session_id, at)
    open_ids = [item.id for item in _open_items(session, item_ids)]
    _note([], [Fault(item_id, code, reason) for item_id in open_ids], at)


def require_open(session: SigningSession, *, at: datetime) -> None:
    """Raise SigningError when the session was called off, or its time is over."""
    if session.closed_at is not None:
        raise SigningError(
            "Phiên ký này đã được huỷ; hãy chọn lại những học bạ chưa ký.", code=CLOSED
        )
    if at >= session.expires_at:
        raise SigningError(
            f"Phiên ký đã hết hạn lúc {session.expires_at.astimezone(at.tzinfo):%H:%M %d/%m/%Y};"
            " hãy chọn lại những học bạ chưa ký.",
            code=EXPIRED,
        )


class _Item(NamedTuple):
    """An item and its page as they are now; a row becomes no model, for there are many."""

    id: int
    revision: int
    state: str
    signature_id: str
    references: Sequence[tuple[str, str]]
    page_id: int
    page_revision: int
    page_state: str
    content: bytes
    school_code: str
    class_name: str
    school_year: str


class _Finished(NamedTuple):
    item: _Item
    signed: Rewritten


def _open_session(session_id: UUID, at: datetime) -> SigningSession:
    """The session, locked against a twin request."""
    session = SigningSession.objects.select_for_update().filter(pk=session_id).first()
    if session is None:
        raise SigningError(
            "Không có phiên ký này; hãy chọn lại học bạ để ký.", code="KHONG_CO_PHIEN"
        )
    require_open(session, at=at)
    return session


_ITEMS = f"""
    SELECT item.id, item.revision, item.state, item.signature_id, item."references",
           page.id, page.revision, page.state, page.content,
           page.school_code, page.class_name, page.school_year
      FROM {SigningItem._meta.db_table} AS item
      JOIN {PageVersion._meta.db_table} AS page ON page.id = item.version_id
     WHERE item.session_id = %s AND item.id = ANY(%s)
     ORDER BY page.id
       FOR UPDATE OF item, page
"""  # noqa: S608 - the tables' names are ours, every value is a parameter


def _open_items(session: SigningSession, item_ids: Collection[int]) -> Sequence[_Item]:
    """Those of the items that can still be signed, with their pages locked in a fixed order.

    Raises SigningError when one of them is not the session's own.
    """
    items = [_Item(*row) for row in fetch(_ITEMS, [session.pk, list(item_ids)])]
    if len(items) != len(item_ids):
        raise SigningError("Có chữ ký không thuộc phiên ký này.", code="SAI_PHIEN")
    return [item for item in items if item.signature_id and item.state != ItemState.SIGNED]


def _finish(session: SigningSession, item: _Item, value: bytes) -> _Finished | Fault:
    sources = TRANSITIONS[action_of(Role(session.role))].sources
    if item.page_revision != item.revision or item.page_state not in sources:
        reason = "Học bạ vừa được người khác thay đổi; hãy tải lại danh sách lớp rồi ký lại."
        return Fault(item.id, CHANGED, reason)
    form = form_of(session, item.signature_id, item.references)
    try:
        content = put_in_place(resume_page(item.content, form, session.certificates), value)
    except SigningError as error:
        return Fault(item.id, error.code, error.message)
    return _Finished(item, Rewritten(item.page_id, item.page_revision, content))


_NOTE = f"""
    UPDATE {SigningItem._meta.db_table} AS item
       SET state = new.state, code = new.code, reason = new.reason, finished_at = %s
      FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS new (id, state, code, reason)
     WHERE item.id = new.id
"""  # noqa: S608 - the table's name is ours, every value is a parameter


def _note(signed: Sequence[int], faults: Sequence[Fault], at: datetime) -> None:
    """Write down how each item ended. The rows are locked, and the trigger watches the steps."""
    rows = [(item_id, ItemState.SIGNED.value, "", "") for item_id in signed]
    rows += [(f.item_id, ItemState.FAILED.value, f.code, f.reason) for f in faults]
    if rows:
        execute(_NOTE, [at, *map(list, zip(*rows, strict=True))])
