"""From where an act comes; each line of the journal keeps it without being told.

Whoever stands at a border says what is known there – the web request its address, the API the
token, an order its number and certificate – and every line that is written within takes it.
Where nobody says anything the act comes from this machine: a command, or a worker.
"""

from __future__ import annotations

import os
import pwd
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from hocba.adapters.addresses import address_of

_LONGEST = 100
"""Characters of an address that are kept: a proxy may hand on anything."""

Origin = dict[str, str]
_known: ContextVar[Mapping[str, str] | None] = ContextVar("origin", default=None)


def origin() -> Origin:
    """What is known now; of a command or worker, the machine and the account."""
    known = _known.get()
    if known is None:
        return {"host": socket.gethostname(), "account": pwd.getpwuid(os.getuid()).pw_name}
    return dict(known)


@contextmanager
def coming_from(**facts: str) -> Iterator[None]:
    """Add ``facts`` to what the lines say that are written within the block."""
    before = _known.set({**origin(), **facts})
    try:
        yield
    finally:
        _known.reset(before)


def from_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what a web request does comes from its address, and from no machine of ours."""

    def answered(request: HttpRequest) -> HttpResponse:
        before = _known.set({"address": address_of(request)[:_LONGEST]})
        try:
            return get_response(request)
        finally:
            _known.reset(before)

    return answered
