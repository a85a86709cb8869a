"""The database as files and back, by PostgreSQL's own pg_dump and pg_restore."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from hocba.adapters.embedded import server
from hocba.core.errors import Unavailable

_LAST_WORDS = 400


@dataclass(frozen=True, slots=True)
class Place:
    """Which database; what is empty is left to libpq.

    ``programs`` is the directory of the embedded server's programs, None for another server.
    """

    programs: Path | None
    host: str
    port: str
    user: str
    password: str
    name: str

    @classmethod
    def of(cls, connection: BaseDatabaseWrapper) -> Place:
        """That of a Django connection."""
        settings = connection.settings_dict
        names = ("HOST", "PORT", "USER", "PASSWORD", "NAME")
        programs = server.programs() if "HOME" in settings else None
        return cls(programs, *(str(settings[name] or "") for name in names))


def dump(place: Place, folder: Path, *, snapshot: str, jobs: int) -> None:
    """Write all tables, as of an exported snapshot, into ``folder`` in pg_dump's directory format.

    Owners and privileges are left out: they are the installation's, and ``hocba migrate``
    makes them. So are the methods of compression, which the server that restores may lack.
    Raises Unavailable.
    """
    words = (
        *("--format=directory", f"--jobs={jobs}", f"--snapshot={snapshot}"),
        *("--no-owner", "--no-privileges", "--no-toast-compression", f"--file={folder}"),
    )
    _run(place, "pg_dump", *words, place.name)


def restore(place: Place, folder: Path, *, jobs: int) -> None:
    """Fill an empty database from what :func:`dump` wrote. Raises Unavailable."""
    words = (f"--jobs={jobs}", "--exit-on-error", "--no-owner", "--no-privileges")
    _run(place, "pg_restore", *words, f"--dbname={place.name}", str(folder))


def _run(place: Place, program: str, *words: str) -> None:
    done = subprocess.run(  # noqa: S603
        (_find(place, program), "--no-password", *words),
        env=_environment(place),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable(f"{program} không làm xong; PostgreSQL nói: {_reason(done.stderr)}")


def _reason(said: str) -> str:
    """What went wrong, without the often long statement that pg_restore repeats after it."""
    return said.partition("Command was:")[0].strip()[-_LAST_WORDS:]


def _find(place: Place, program: str) -> str:
    """The embedded server's own program, or the one that belongs to the server named by address."""
    if place.programs is not None:
        return str(place.programs / program)
    found = shutil.which(program)
    if found is None:
        raise Unavailable(
            f"Máy này không có chương trình {program}; hãy cài gói postgresql-client."
        )
    return found


def _environment(place: Place) -> Mapping[str, str]:
    given = {
        "PGHOST": place.host,
        "PGPORT": place.port,
        "PGUSER": place.user,
        "PGPASSWORD": place.password,
    }
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"} | {
        name: value for name, value in given.items() if value
    }
