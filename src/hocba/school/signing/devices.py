"""Sign with a device that this process can reach itself: a file, a token, a remote service."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from time import monotonic
from uuid import UUID, uuid4

from django.db import transaction

from hocba.adapters.keys import Device
from hocba.core.errors import HocbaError, LifecycleError, SigningError
from hocba.school.pages.models import PageVersion
from hocba.school.signing.completing import CHANGED, Completion, complete
from hocba.school.signing.models import SigningSession
from hocba.school.signing.preparing import prepare
from hocba.school.signing.queries import progress, to_sign
from hocba.school.signing.signatory import ClassSigner

Advance = Callable[[int], object]

TOGETHER = 0.25
"""What a device signs in so many seconds is completed together, and stays when it fails later."""


def sign_session(
    session: SigningSession,
    device: Device,
    *,
    clock: Callable[[], datetime],
    advance: Advance = lambda _count: None,
) -> Completion:
    """Have every item that is left signed by ``device``, and complete it.

    When the device raises, what it had signed before is kept, and the session may be gone on
    with. ``advance`` hears of the pages done.
    """
    items = to_sign(session)
    waiting = iter(items)
    done: list[Completion] = []
    for values in _batches(device.sign_all([item.data for item in items])):
        by_item = {item.item_id: value for value, item in zip(values, waiting, strict=False)}
        done.append(complete(session.pk, by_item, at=clock()))
        advance(len(values))
    return Completion(
        tuple(item_id for each in done for item_id in each.signed),
        tuple(fault for each in done for fault in each.faults),
    )


@transaction.atomic
def sign_class(
    versions: Sequence[PageVersion],
    signer: ClassSigner[Device],
    *,
    at: datetime,
    advance: Advance = lambda _count: None,
    new_id: Callable[[], UUID] = uuid4,
) -> None:
    """Sign every page of the set, or none: a session that is opened and closed in one step.

    Raises SigningError before the key is used when the certificate is not bound to
    somebody who holds the role at that school at that time, or when the order is broken;
    LifecycleError when a page was changed meanwhile.
    """
    if not versions:
        return
    session = prepare(versions, signer, session_id=new_id(), at=at)
    sign_session(session, signer.key, clock=lambda: at, advance=advance)
    for fault in progress(session.pk).faults:
        kind = LifecycleError if fault.code == CHANGED else SigningError
        raise kind(f"{fault.reason} Chưa có học bạ nào được ký.", code=fault.code)


def _batches(values: Iterator[bytes]) -> Iterator[Sequence[bytes]]:
    """Values by the batch. The device signs the next one while the last one is put in place."""
    with ThreadPoolExecutor(max_workers=1) as hand:
        coming = hand.submit(_take, values)
        while True:
            taken, error = coming.result()
            if taken and error is None:
                coming = hand.submit(_take, values)
            if taken:
                yield taken
            if error is not None:
                raise error
            if not taken:
                return


def _take(values: Iterator[bytes]) -> tuple[Sequence[bytes], HocbaError | None]:
    """The next batch, cut short by the error that the device raised."""
    taken: list[bytes] = []
    ends = monotonic() + TOGETHER
    try:
        for value in values:
            taken.append(value)
            if monotonic() >= ends:
                break
    except HocbaError as error:
        return taken, error
    return taken, None
