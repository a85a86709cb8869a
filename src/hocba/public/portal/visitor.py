"""Who asks, as far as limits and the access log need it: an address that is never kept bare."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

_SALT = "hocba.public.visitor"
_IPV4_ADDRESS, _IPV6_ADDRESS = 32, 64
"""A household or an office has a whole /64; counting single addresses would limit nobody."""

_IPV4_NETWORK, _IPV6_NETWORK = 24, 48
"""What one provider or organisation commonly hands out as a piece."""


def visitor(request: HttpRequest) -> str:
    """A keyed digest (64 hexadecimal digits) of the visitor's address."""
    return _digest(_part(_address(request), _IPV4_ADDRESS, _IPV6_ADDRESS))


def network(request: HttpRequest) -> str:
    """The same of the network around it: /24, of IPv6 /48."""
    return _digest(_part(_address(request), _IPV4_NETWORK, _IPV6_NETWORK))


def _digest(part: str) -> str:
    digest: str = salted_hmac(_SALT, part, algorithm="sha256").hexdigest()
    return digest


def _address(request: HttpRequest) -> str:
    """As our own proxies saw it; what a visitor writes into the header counts for nothing."""
    seen = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    proxies: int = settings.HOCBA_PROXIES
    if 0 < proxies <= len(seen):
        return seen[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _part(address: str, ipv4_prefix: int, ipv6_prefix: int) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    prefix = ipv6_prefix if isinstance(found, IPv6Address) else ipv4_prefix
    return str(ip_network((found, prefix), strict=False))
