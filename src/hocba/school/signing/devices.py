"""Sign with a device that this process can reach itself: a file, a token, a remote service."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from hocba.adapters.keys import Device
from hocba.core.errors import HocbaError, LifecycleError, SigningError
from hocba.school.pages.models import PageVersion
from hocba.school.signing.completing import CHANGED, complete
from hocba.school.signing.models import SigningSession
from hocba.school.signing.preparing import prepare
from hocba.school.signing.queries import Progress, ToSign, progress, to_sign
from hocba.school.signing.signatory import ClassSigner

Advance = Callable[[int], object]


def sign_pages(
    versions: Sequence[PageVersion],
    signer: ClassSigner[Device],
    *,
    clock: Callable[[], datetime],
    advance: Advance = lambda _count: None,
    new_id: Callable[[], UUID] = uuid4,
) -> Progress:
    """Sign pages of one school, each on its own, in sessions of as many as the device takes.

    While the device signs one session, the next is prepared and the one before completed.
    When it raises, what it had signed before is kept; the other pages still wait for their
    turn. Raises as :func:`prepare` does, too. ``advance`` hears, from another thread, of each
    signature that the device made.
    """
    sessions: list[UUID] = []
    under_way: deque[_UnderWay] = deque()
    at_once = signer.key.at_once
    with ThreadPoolExecutor(max_workers=1) as thread:
        hand = _Hand(signer.key, advance)
        try:
            for start in range(0, len(versions), at_once):
                part = versions[start : start + at_once]
                session = prepare(part, signer, session_id=new_id(), at=clock())
                sessions.append(session.pk)
                items = to_sign(session)
                coming = thread.submit(hand.take, [item.data for item in items])
                under_way.append(_UnderWay(session, items, coming))
                if len(under_way) > 1:
                    _complete(under_way.popleft(), clock)
        finally:
            while under_way:
                _complete(under_way.popleft(), clock)
    return progress(sessions)


@transaction.atomic
def sign_class(
    versions: Sequence[PageVersion],
    signer: ClassSigner[Device],
    *,
    at: datetime,
    advance: Advance = lambda _count: None,
) -> None:
    """Sign every page of the set, or none.

    Raises SigningError before the key is used when the certificate is not bound to
    somebody who holds the role at that school at that time, or when the order is broken;
    LifecycleError when a page was changed meanwhile.
    """
    done = sign_pages(versions, signer, clock=lambda: at, advance=advance)
    for fault in done.faults:
        kind = LifecycleError if fault.code == CHANGED else SigningError
        raise kind(f"{fault.reason} Chưa có học bạ nào được ký.", code=fault.code)


_Taken = tuple[Sequence[bytes], HocbaError | None]


@dataclass(frozen=True, slots=True)
class _UnderWay:
    session: SigningSession
    items: Sequence[ToSign]
    coming: Future[_Taken]


class _Hand:
    """The device in the hand of one thread; once it has failed it is not asked again.

    A refused PIN must not be tried a second time, nor a phone ring again.
    """

    def __init__(self, device: Device, advance: Advance) -> None:
        self._device, self._advance = device, advance
        self._error: HocbaError | None = None

    def take(self, data: Sequence[bytes]) -> _Taken:
        """The values of ``data``, cut short by the error that the device raised."""
        taken: list[bytes] = []
        if self._error is None:
            try:
                for value in self._device.sign_all(data):
                    taken.append(value)
                    self._advance(1)
            except HocbaError as error:
                self._error = error
        return taken, self._error


def _complete(part: _UnderWay, clock: Callable[[], datetime]) -> None:
    values, error = part.coming.result()
    if values:
        items = [item.item_id for item in part.items]
        complete(part.session.pk, dict(zip(items, values, strict=False)), at=clock())
    if error is not None:
        raise error
