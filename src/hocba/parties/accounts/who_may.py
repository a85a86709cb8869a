"""The one door of every page behind the sign-in. It is closed unless a judge opens it.

::

    @who_may(staff)
    def turns(request: HttpRequest, person: Person) -> HttpResponse: ...

A judge says for which person the account stands, or None; what it finds is handed to the view,
so a view cannot be written that has not asked. What an account may do is never kept in the
session: a post that ended or a link that was revoked counts from the next request on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from time import time
from typing import Any, Concatenate, TypeVar
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from hocba.parties.accounts.models import Account

LONGEST_SESSION = timedelta(hours=10)
"""However busy somebody is: after a working day the provider is asked again."""

SIGNED_IN_AT = "signed_in_at"
"""Key of the session: seconds since 1970 when the provider's answer came."""

NEXT = "tiep"
"""Name of the field that carries the page to go to after signing in."""

Actor = TypeVar("Actor")
Judge = Callable[[Account], Actor | None]
View = Callable[..., HttpResponseBase]


def anybody(account: Account) -> Account:
    """The judge of pages that everybody who is signed in may see."""
    return account


def who_may(
    judge: Judge[Actor],
) -> Callable[[Callable[Concatenate[HttpRequest, Actor, ...], HttpResponseBase]], View]:
    """Let a view be called only for whom ``judge`` knows, who becomes its second argument.

    Who is not signed in is sent to the sign-in; who is, and may not, gets 403.
    """

    def close(view: Callable[Concatenate[HttpRequest, Actor, ...], HttpResponseBase]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *words: Any, **address: Any) -> HttpResponseBase:
            account = signed_in(request)
            if account is None:
                return _to_the_sign_in(request)
            actor = judge(account)
            if actor is None:
                raise PermissionDenied
            return view(request, actor, *words, **address)

        guarded.judge = judge  # type: ignore[attr-defined]
        return guarded

    return close


def signed_in(request: HttpRequest) -> Account | None:
    """The account of this session; a session that has grown too old is ended."""
    if not isinstance(request.user, Account):
        return None
    if _age(request) > LONGEST_SESSION:
        logout(request)
        return None
    return request.user


def _age(request: HttpRequest) -> timedelta:
    began = request.session.get(SIGNED_IN_AT)
    return timedelta(seconds=time() - began) if began else timedelta.max


def _to_the_sign_in(request: HttpRequest) -> HttpResponse:
    way_back = urlencode({NEXT: request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('signing_in:start')}?{way_back}")
