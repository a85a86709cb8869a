"""Take a backup while the registry works: one moment of it, whole."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from hocba.adapters.dumps import Place, dump
from hocba.adapters.whole_file import write_whole
from hocba.core.errors import InputError
from hocba.project.backups import manifest
from hocba.project.backups.manifest import Manifest
from hocba.registry.ledger.queries import head

DATABASE = "database"


def take(folder: Path, *, at: datetime, jobs: int) -> Manifest:
    """Write the whole database into ``folder``, which must not be there yet.

    Tables and ledger head are those of one snapshot. The folder appears when it is whole and
    is its owner's alone. Raises InputError, or Unavailable when PostgreSQL could not.
    """
    if folder.exists():
        raise InputError(f"Đã có {folder}; mỗi bản sao lưu phải ở một thư mục mới.")
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    size, root = _dump(unfinished / DATABASE, jobs)
    described = manifest.describe(unfinished, taken_at=at, size=size, root=root)
    write_whole(unfinished / manifest.NAME, manifest.write(described))
    unfinished.rename(folder)
    return described


@transaction.atomic
def _dump(target: Path, jobs: int) -> tuple[int, bytes]:
    """The head is read in the very snapshot that pg_dump takes the tables from."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
    newest = head()
    dump(Place.of(connection), target, snapshot=snapshot, jobs=jobs)
    return (newest.size, bytes(newest.root)) if newest else (0, b"")
