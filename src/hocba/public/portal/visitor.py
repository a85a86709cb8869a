"""Who asks, as far as limits and the access log need it: an address that is never kept bare."""

from __future__ import annotations

import hmac
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from hocba.adapters.addresses import address_of

_IPV4_ADDRESS, _IPV6_ADDRESS = 4, 8
"""Bytes. A household or an office has a whole /64; counting single addresses would limit nobody."""

_IPV4_NETWORK, _IPV6_NETWORK = 3, 6
"""What one provider or organisation commonly hands out as a piece."""


def visitor(request: HttpRequest) -> str:
    """A keyed digest (64 hexadecimal digits) of the visitor's address."""
    return _digest(_part(address_of(request), _IPV4_ADDRESS, _IPV6_ADDRESS))


def network(request: HttpRequest) -> str:
    """The same of the network around it: /24, of IPv6 /48."""
    return _digest(_part(address_of(request), _IPV4_NETWORK, _IPV6_NETWORK))


def _digest(part: bytes) -> str:
    return hmac.digest(_key(settings.SECRET_KEY), part, "sha256").hex()


@lru_cache(maxsize=1)
def _key(secret: str) -> bytes:
    key: bytes = salted_hmac("hocba.public.visitor", "", secret, algorithm="sha256").digest()
    return key


def _part(address: str, ipv4_bytes: int, ipv6_bytes: int) -> bytes:
    """The beginning of an address; a prefix of IPv4 is not as long as one of IPv6."""
    try:
        found = ip_address(address)
    except ValueError:
        return b""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.packed[: ipv6_bytes if isinstance(found, IPv6Address) else ipv4_bytes]
