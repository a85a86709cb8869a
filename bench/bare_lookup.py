"""The other side of the lookup's measurement: the same SELECT and INSERT, and nothing else."""

from __future__ import annotations

import os
from typing import Any

from psycopg_pool import AsyncConnectionPool

CONNECTIONS = 8
TOLD_AND_LOGGED = """
    WITH told AS (
        SELECT page.level, unit.name, page.effective_date
        FROM intake_registeredpage page JOIN parties_unit unit ON unit.code = page.school_code
        WHERE page.live_code = %s
        ORDER BY page.state = 'locked' DESC, page.school_year DESC
        LIMIT 1
    ), logged AS (
        INSERT INTO lookup_look (at, lookup_code, who, asked, shown)
        SELECT %s, %s, %s, 'status', EXISTS (SELECT FROM told)
    )
    SELECT * FROM told
"""
_WHO = "0" * 64
_pools: dict[int, AsyncConnectionPool] = {}


async def application(scope: dict[str, Any], _receive: Any, send: Any) -> None:
    """ASGI. ``LOOKED_UP_AT`` is any moment: the clock is not what is measured."""
    if scope["type"] != "http":
        return
    code = scope["path"].rpartition("/")[2]
    pool = await _pool()
    async with pool.connection() as connection:
        moment = os.environ["LOOKED_UP_AT"]
        cursor = await connection.execute(TOLD_AND_LOGGED, [code, moment, code, _WHO])
        row = await cursor.fetchone()
    body = repr(row).encode()
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _pool() -> AsyncConnectionPool:
    if not _pools:
        how = {"autocommit": True, "prepare_threshold": 1}
        address = os.environ["LOOKUP_DATABASE"]
        _pools[0] = AsyncConnectionPool(
            address, kwargs=how, min_size=1, max_size=CONNECTIONS, open=False
        )
        await _pools[0].open()
    return _pools[0]
