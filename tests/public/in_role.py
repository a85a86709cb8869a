"""To ask for pages in the role that the portal has when it is served by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from hocba.adapters.roles import PORTAL_ROLE


@contextmanager
def portals_role() -> Iterator[None]:
    """Until the end of the block. Beside Django's cursors, which tests count."""
    connection.ensure_connection()
    server = connection.connection
    server.execute(f"SET ROLE {PORTAL_ROLE}")
    try:
        yield
    finally:
        if connection.connection is server and not server.broken:
            server.execute("RESET ROLE")
