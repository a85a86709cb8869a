"""What this installation reports with: its key, the Ministry's certificates, address and token."""

from __future__ import annotations

import random
from collections.abc import Callable
from hashlib import sha256
from uuid import uuid4

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from hocba.adapters import clock
from hocba.adapters.keys import load_pkcs12
from hocba.adapters.ministry import MinistryApi
from hocba.adapters.node import Node
from hocba.adapters.trust import load_certificates, load_trust
from hocba.core.errors import InputError
from hocba.core.signature import POLICY
from hocba.registry.reporting.actions import Chance, Reporter
from hocba.registry.reporting.office import Ministry, Office

CERTIFICATES, TOKEN = "bo.pem", "bo.token"
"""Files among the peers' that speak of the Ministry."""


def own_reporter(
    advance: Callable[[int], object] = lambda _count: None, *, url: str = ""
) -> Reporter:
    """Reports to ``url``, or else to where the settings say that the Ministry is.

    Raises InputError when this node does not report, or a file is missing; SigningError when
    the Department's key cannot be opened.
    """
    if settings.HOCBA_NODE != Node.DEPARTMENT:
        raise InputError("Chỉ nút của Sở mới báo cáo Bộ (HOCBA_NODE=department).")
    url = url or settings.HOCBA_MINISTRY_URL
    if not url:
        raise InputError("Chưa có HOCBA_MINISTRY_URL: địa chỉ nút của Bộ.")
    chance = Chance(clock.now, uuid4, random.random)
    return Reporter(_office(), _road(url), _ministry(), chance, advance)


def _office() -> Office:
    password = settings.HOCBA_REGISTRY_KEY_PASSWORD_FILE.read_text(encoding="utf-8").strip()
    key = load_pkcs12(settings.HOCBA_REGISTRY_KEY, password)
    return Office(settings.HOCBA_DEPARTMENT, key)


def _ministry() -> Ministry:
    certificates = load_certificates(settings.HOCBA_PEERS / CERTIFICATES)
    prints = frozenset(sha256(each.public_bytes(Encoding.DER)).digest() for each in certificates)
    return Ministry(load_trust(settings.HOCBA_TRUST), POLICY, prints)


def _road(url: str) -> MinistryApi:
    path = settings.HOCBA_PEERS / TOKEN
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Không đọc được mã truy cập của Bộ tại «{path}».") from error
    return MinistryApi(url, token)
