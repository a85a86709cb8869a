"""How often a visitor may look, and try a second fact."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from hocba.public.limits.actions import Limit
from hocba.public.portal.visitor import network, visitor

_WINDOW = timedelta(minutes=10)

LOOKS = Limit("looks", most=1_200, free=200, window=_WINDOW)
LOOKS_OF_A_NETWORK = Limit("looks-of-a-network", most=6_000, free=1_000, window=_WINDOW)
"""A school or an admissions office looks from one address; a provider has many in a network."""

TRIES = Limit("tries", most=120, free=20, window=_WINDOW)
TRIES_OF_A_NETWORK = Limit("tries-of-a-network", most=600, free=100, window=_WINDOW)
TRIES_OF_A_CODE = Limit("tries-of-a-code", most=20, free=5, window=timedelta(hours=6))
"""Second facts for each code, whoever tries. To somebody who knows the birth date this leaves
10,000 endings at 80 a day; and a stranger who uses it up keeps a parent waiting for hours only.
"""


def looks(request: HttpRequest) -> dict[Limit, str]:
    """What a look is counted under."""
    return {LOOKS: visitor(request), LOOKS_OF_A_NETWORK: network(request)}


def tries(request: HttpRequest, code: str) -> dict[Limit, str]:
    """What a try of a second fact is counted under."""
    return {TRIES: visitor(request), TRIES_OF_A_NETWORK: network(request), TRIES_OF_A_CODE: code}
