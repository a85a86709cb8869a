"""The guard of the public forms, in place of a CSRF token.

A CSRF token protects what a browser's cookies would let a foreign page do. Before log-in
there are no cookies and no rights that come with the browser: the forms read and change
nothing, and a foreign page cannot read the answer. What such a page could still do is to
spend the visitor's allowance of look-ups; browsers say where a request comes from
(Fetch Metadata), so that is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from hocba.public.portal.errors import forbidden

View = Callable[..., HttpResponse]


def without_cookies(view: View) -> View:
    """A view whose POST comes from our own pages, or from a program that is no browser."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, **address: Any) -> HttpResponse:
        foreign = request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}
        if request.method == "POST" and foreign:
            return forbidden(request)
        return view(request, **address)

    return guarded
