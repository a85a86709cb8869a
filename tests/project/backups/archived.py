"""A register whose server keeps its write-ahead log, as a process of its own lives through it.

    python -m tests.project.backups.archived prepare ARCHIVE
    python -m tests.project.backups.archived work COPY
    python -m tests.project.backups.archived look

It works on the installation that the environment names. ``work`` leaves there the root that
its signers are trusted by, and prints the moment before the mishap; ``work`` and ``look`` print
what the register holds.
"""

import json
import subprocess
import sys
import time

import psycopg
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.core.management import call_command

from hocba.adapters.embedded import server
from hocba.project import django_setup

django_setup.setup()

from hocba.registry.intake.models import Packet, RegisteredPage  # noqa: E402 - Django's order
from tests.core.signature import pki  # noqa: E402
from tests.registry.audit import audit  # noqa: E402
from tests.registry.school import answer, lock, open_schools, packet, page  # noqa: E402

SUPERUSER = "postgres"
HOME = settings.HOCBA_HOME / "database"


def superuser() -> psycopg.Connection:
    return psycopg.connect(
        host=str(server.socket_directory(HOME)),
        user=SUPERUSER,
        dbname=server.DATABASE,
        autocommit=True,
    )


def prepare(archive: str) -> None:
    """The server keeps its log from its next start on."""
    call_command("migrate", verbosity=0)
    with superuser() as connection:
        connection.execute("ALTER SYSTEM SET archive_mode = on")
        connection.execute(f'ALTER SYSTEM SET archive_command = \'cp "%p" "{archive}/%f"\'')


def work(copy: str) -> None:
    """A copy is taken while the register works; then somebody drops what was never to go."""
    root = pki.root().certificate.public_bytes(Encoding.PEM)
    (settings.HOCBA_TRUST / "root.pem").write_bytes(root)
    open_schools()
    answer(packet(page(1), page(2)))
    lock(1)
    take_copy(copy)
    answer(packet(page(3), page(2, version=2, score=8), number=2))
    lock(2, 3)
    held = found()
    with superuser() as connection:
        (moment,) = connection.execute("SELECT clock_timestamp()::text").fetchone()
        connection.execute("DROP TABLE intake_registeredpage CASCADE")
        await_archive(connection)
    sys.stdout.write(json.dumps([moment, held]))


def take_copy(copy: str) -> None:
    words = ("-h", server.socket_directory(HOME), "-U", SUPERUSER, "-D", copy, "-c", "fast")
    subprocess.run((server.programs() / "pg_basebackup", *words), check=True)


def await_archive(connection: psycopg.Connection) -> None:
    (last,) = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        (kept,) = connection.execute("SELECT last_archived_wal FROM pg_stat_archiver").fetchone()
        if kept is not None and kept >= last:
            return
        time.sleep(0.1)
    raise TimeoutError(f"{last} was not archived")


def found() -> list[object]:
    pages = RegisteredPage.objects.order_by("pk")
    facts = [[each.lookup_code, each.version, each.state] for each in pages]
    return [audit(), Packet.objects.count(), facts]


def look() -> None:
    sys.stdout.write(json.dumps(found()))


if __name__ == "__main__":
    {"prepare": prepare, "work": work, "look": look}[sys.argv[1]](*sys.argv[2:])
