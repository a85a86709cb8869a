"""The database of the Ministry's node: its own cluster, or a second database on the server."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from hocba.core.errors import Unavailable

VARIABLE = "MINISTRY_DATABASE_URL"
_SUFFIX = "_ministry"


def second_database(variables: Mapping[str, str]) -> dict[str, str]:
    """The DATABASE variables of the Ministry's node, given those of the Department's.

    ``MINISTRY_DATABASE_URL`` if it is set; otherwise the Department's with ``_ministry``
    behind the name, a database that is made if it is not there. Without a server of one's
    own both are empty: each node then has a cluster in its own directory. Raises Unavailable
    when the database cannot be made.
    """
    given = variables.get(VARIABLE, "").strip()
    department = variables.get("DATABASE_URL", "").strip()
    owner = variables.get("DATABASE_OWNER_URL", "").strip()
    if given or not department:
        return {"DATABASE_URL": given, "DATABASE_OWNER_URL": ""}
    _make(owner or department)
    return {"DATABASE_URL": _second(department), "DATABASE_OWNER_URL": _second(owner)}


def _second(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path}{_SUFFIX}")) if url else ""


def _make(url: str) -> None:
    name = f"{urlsplit(url).path.lstrip('/')}{_SUFFIX}"
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            if not known.rowcount:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise Unavailable(
            f"Không tạo được cơ sở dữ liệu «{name}» cho nút của Bộ; hãy tạo sẵn rồi đặt {VARIABLE}."
        ) from error
