"""Whence a request comes, as our own proxies saw it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The caller's address; what a caller writes into the header counts for nothing."""
    seen = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    proxies: int = settings.HOCBA_PROXIES
    if 0 < proxies <= len(seen):
        return seen[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
