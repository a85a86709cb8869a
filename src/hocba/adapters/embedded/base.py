"""Django's PostgreSQL backend, with a server that starts when it is first needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from hocba.adapters.embedded import server


class DatabaseWrapper(base.DatabaseWrapper):
    """``HOME`` of the database's settings names the server's home."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        server.ensure_running(Path(self.settings_dict["HOME"]))
        return super().get_new_connection(conn_params)
