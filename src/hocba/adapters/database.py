"""Which PostgreSQL: the one that DATABASE_URL names, else an embedded one.

Nothing is started or connected to here: Django's settings are read by tools that need no
database.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from hocba.adapters.embedded import server
from hocba.adapters.roles import ROLE
from hocba.core.errors import InputError

KEPT_SECONDS = 60
"""How long an idle connection is kept open for the next request."""

_SCHEMES = ("postgres://", "postgresql://")


def databases(
    url: str, home: Path, owner_url: str = "", *, role: str = ROLE
) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for ``url``, or for the embedded server under ``home`` if it is empty.

    The program takes its role as it connects, by libpq's options, so that every
    connection has it from its first word. ``OWNER`` and ``OWNER_OPTIONS`` tell
    :func:`hocba.adapters.roles.owner.as_owner` who owns the tables: ``owner_url``, or the same
    login without that role. Raises InputError when an address is not one of PostgreSQL.
    """
    found = _server(url) if url else _embedded(home / "database")
    own = found.get("OPTIONS", {})
    owner = _server(owner_url) if owner_url else found
    return {
        "default": {
            **found,
            "OPTIONS": {**own, "options": f"{own.get('options', '')} -c role={role}".strip()},
            "OWNER": {key: owner[key] for key in ("USER", "PASSWORD") if key in owner},
            "OWNER_OPTIONS": own,
        }
    }


def _server(url: str) -> dict[str, Any]:
    refusal = InputError(
        "DATABASE_URL phải có dạng postgresql://người-dùng:mật-khẩu@máy-chủ:5432/cơ-sở-dữ-liệu."
    )
    if not url.startswith(_SCHEMES):
        raise refusal
    try:
        found = dj_database_url.parse(url, conn_max_age=KEPT_SECONDS, conn_health_checks=True)
    except ValueError as error:
        raise refusal from error
    if not found["NAME"]:
        raise refusal
    return dict(found)


def _embedded(home: Path) -> dict[str, Any]:
    return {
        "ENGINE": "hocba.adapters.embedded",
        "HOME": str(home),
        "HOST": str(server.socket_directory(home)),
        "PORT": str(server.PORT),
        "NAME": server.DATABASE,
        "USER": server.ROLE,
        "CONN_MAX_AGE": KEPT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }
