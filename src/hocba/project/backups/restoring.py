"""Fill an empty database from a backup, and see that it came to the same ledger head."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from hocba.adapters.dumps import Place, restore
from hocba.adapters.roles.owner import as_owner
from hocba.core.errors import HocbaError, InputError
from hocba.project.backups import manifest
from hocba.project.backups.manifest import Manifest
from hocba.project.backups.taking import DATABASE
from hocba.registry.intake.compression import prefer_lz4
from hocba.registry.ledger.queries import head


def put_back(folder: Path, *, jobs: int) -> Manifest:
    """Restore ``folder`` into the database of this installation, which must be empty.

    Raises InputError when the folder is no whole backup or the database holds anything,
    Unavailable when PostgreSQL could not.
    """
    described = manifest.read(folder)
    with as_owner(connection):
        _require_empty()
        restore(Place.of(connection), folder / DATABASE, jobs=jobs)
        _require_head(described)
        prefer_lz4(connection)
    return described


def _require_empty() -> None:
    tables = connection.introspection.table_names()
    if tables:
        raise InputError(
            "Cơ sở dữ liệu đích không trống; chỉ khôi phục vào một cơ sở dữ liệu mới, để không ghi"
            " đè lên dữ liệu đang có."
        )


def _require_head(described: Manifest) -> None:
    newest = head()
    found = (newest.size, bytes(newest.root).hex()) if newest else (0, "")
    if found != (described.ledger_size, described.ledger_root):
        raise HocbaError(
            "Sổ cái sau khi khôi phục không khớp với bản sao lưu; đừng dùng cơ sở dữ liệu này.",
            code="SO_CAI_KHONG_KHOP",
        )
