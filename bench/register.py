"""A register in a database of its own, filled for measuring, gone when the bench ends."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.serialization import Encoding

from bench.verify import VALIDITY
from hocba.adapters.embedded import server
from hocba.adapters.pki import authority
from hocba.adapters.pki.authority import Subject
from hocba.core.packet import write_page
from hocba.core.record import Page

HOCBA = Path(sys.executable).with_name("hocba")

# The triggers that guard what comes in would hash each page; here nothing is to be kept.
_UNGUARD = """
    ALTER TABLE intake_registeredpage DISABLE TRIGGER USER;
    ALTER TABLE intake_registeredpage DROP CONSTRAINT page_is_of_its_transcript;
    INSERT INTO intake_packet (sha256, content, sender, school_code, received_at, receipt)
        VALUES (sha256(''), '', '', '', now(), '');
"""
_PAGE = """
    (lookup_code, school_year, version, state, content, sha256, personal_id, level, grade,
     school_code, class_name, reassessed, packet_id, accepted_at, effective_date)
"""
_FILL = f"""
    INSERT INTO intake_registeredpage {_PAGE}
    SELECT overlay(overlay(md5(i::text) PLACING '4' FROM 13) PLACING '8' FROM 17),
           '2023-2024', 1, 'locked', 'x', '', lpad(i::text, 12, '0'), '02', 4,
           schools.codes[1 + i %% cardinality(schools.codes)], '4A1', false, packet.id, now(), now()
    FROM generate_series(%s::int, %s::int) i,
         (SELECT array_agg(code) codes FROM parties_unit WHERE kind = 'school') schools,
         (SELECT min(id) id FROM intake_packet) packet
"""  # noqa: S608
_STORE = f"""
    INSERT INTO intake_registeredpage {_PAGE}
    SELECT %s, '2023-2024', 1, 'locked', %s, %s, %s, '02', 4, min(unit.code), '4A1', false,
           min(packet.id), now(), now()
    FROM parties_unit unit, intake_packet packet WHERE unit.kind = 'school'
"""  # noqa: S608


def _trust(home: Path) -> Path:
    """A directory with one root, which no page here was signed under."""
    root = authority.new_root(Subject("Gốc", "Đo tốc độ"), VALIDITY)
    directory = home / "trust"
    directory.mkdir()
    (directory / "root.pem").write_bytes(root.certificate.public_bytes(Encoding.PEM))
    return directory


class Register:
    """Made empty; ``environment`` is for the programs that are to use it."""

    def __init__(self) -> None:
        home = Path(tempfile.mkdtemp(prefix="hocba-bench-"))
        # Last in, first out: the server is stopped before its files go.
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        server.ensure_running(home / "database")
        inherited = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        socket = server.socket_directory(home / "database")
        self.address = f"host={socket} dbname={server.DATABASE} user={server.ROLE}"
        own = {"HOCBA_HOME": str(home), "HOCBA_PROXIES": "1", "HOCBA_TRUST": str(_trust(home))}
        self.environment = {**inherited, **own}
        self.stored = 0
        subprocess.run(
            [HOCBA, "migrate"], env=self.environment, check=True, stdout=subprocess.DEVNULL
        )
        with psycopg.connect(self.address) as connection:
            connection.execute(_UNGUARD)

    def fill(self, transcripts: int) -> None:
        """Up to so many transcripts of one page, whose content nobody reads."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(_FILL, [self.stored + 1, transcripts])
            connection.execute("VACUUM ANALYZE intake_registeredpage")
        self.stored = transcripts

    def store(self, pages: Iterable[Page]) -> None:
        """Pages as they are, without signatures."""
        with psycopg.connect(self.address) as connection:
            for page in pages:
                content = write_page(page)
                digest = sha256(content).digest()
                facts = [page.lookup_code, content, digest, page.lookup_code[:12]]
                connection.execute(_STORE, facts)
                self.stored += 1
