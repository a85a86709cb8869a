"""Who asks, as far as limits and the access log need it: an address that is never kept bare."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

_SALT = "hocba.public.visitor"
_IPV6_PREFIX = 64
"""A household or an office has a whole /64; counting single addresses would limit nobody."""


def visitor(request: HttpRequest) -> str:
    """A keyed digest (64 hexadecimal digits) of the visitor's network address."""
    network = _network(_address(request))
    digest: str = salted_hmac(_SALT, network, algorithm="sha256").hexdigest()
    return digest


def _address(request: HttpRequest) -> str:
    """As our own proxies saw it; what a visitor writes into the header counts for nothing."""
    seen = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    proxies: int = settings.HOCBA_PROXIES
    if 0 < proxies <= len(seen):
        return seen[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, _IPV6_PREFIX), strict=False))
    return str(found)
