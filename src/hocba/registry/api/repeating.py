"""Calls that may be repeated: the same GUID and the same body get the same answer, once done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from ninja import Header

from hocba.adapters.availability import translating_outages
from hocba.adapters.bulk import fetch
from hocba.core.errors import LifecycleError
from hocba.parties.access.queries import Bearer
from hocba.registry.api.models import Call
from hocba.registry.api.problems import Problem
from hocba.registry.journal.origin import coming_from

Guid = Annotated[UUID, Header(alias="Idempotency-Key")]
"""The sender's own name for a call, in a header of every call that changes something."""

_CALL = "SELECT digest, answer FROM api_call WHERE sender_id = %s AND guid = %s"

Answer = dict[str, Any]
"""What JSON can hold."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A call that changes something: by whom, under which GUID, what, when."""

    bearer: Bearer
    guid: UUID
    address: str
    body: bytes
    at: datetime

    @property
    def digest(self) -> bytes:
        return sha256(self.address.encode() + b"\n" + sha256(self.body).digest()).digest()


def once(deed: Deed, act: Callable[[], Answer]) -> Answer:
    """``act`` and its answer in one transaction, or the answer that it had before.

    Two at once: the second waits for the first, at the GUID or at the deed, loses all that it
    did, and gets the first one's answer. Raises Problem (409) when the GUID was used for
    something else.
    """
    with translating_outages():
        known = _known(deed)
        if known is not None:
            return known
        try:
            with coming_from(token=str(deed.bearer.token_id)):
                return _act(deed, act)
        except (IntegrityError, LifecycleError):
            known = _known(deed)
            if known is None:
                raise
            return known


@transaction.atomic
def _act(deed: Deed, act: Callable[[], Answer]) -> Answer:
    answer = act()
    Call.objects.create(
        sender_id=deed.bearer.sender_id,
        guid=deed.guid,
        token_id=deed.bearer.token_id,
        at=deed.at,
        digest=deed.digest,
        answer=answer,
    )
    return answer


def _known(deed: Deed) -> Answer | None:
    rows = fetch(_CALL, [deed.bearer.sender_id, deed.guid])
    if not rows:
        return None
    ((digest, answer),) = rows
    if digest != deed.digest:
        raise Problem(
            HTTPStatus.CONFLICT,
            "GUID_DA_DUNG",
            "GUID này đã dùng cho một yêu cầu khác; mỗi yêu cầu mới cần một GUID mới.",
        )
    return dict(answer)
