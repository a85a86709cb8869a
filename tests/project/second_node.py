"""The Ministry's node as the tests run it: a process, a database and keys of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from psycopg import sql

from hocba.adapters.keys import save_ledger_key, save_pkcs12
from hocba.adapters.private_files import kept_text
from hocba.core.signed_note import NoteSigner
from hocba.project.demonstration.ministry import address, free_port, wait_for
from hocba.project.processes import Program, Running, running
from hocba.project.settings import HOCBA_DEMONSTRATION_BEGINS
from tests.core.signature import pki
from tests.project.installation import database_url
from tests.registry.audit import LEDGER_KEY
from tests.registry.department import MINISTRY_KEY
from tests.registry.school import RECEIPT_KEY

CLOCK = datetime.fromisoformat("2024-06-24T10:00:00+07:00")
"""What the node's clock shows when it is first started."""

TOKEN = "hocba_" + "t" * 43
MINISTRY_LEDGER = NoteSigner(
    "bo.example/so-cai", Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
)
PASSWORD = "mật khẩu của bài thử"  # noqa: S105


@dataclass(frozen=True)
class Node:
    """A running second node; ``process`` can be killed and looked after."""

    port: int
    process: Running
    database: str

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database) as connection:
            return connection.execute(query).fetchall()

    def await_answer(self) -> None:
        """Start it again if it has died, and wait until it answers."""
        while self.process.process.poll() is not None:
            self.process.look()
        wait_for(address(self.port))


@contextmanager
def second_node(home: Path) -> Iterator[Node]:
    """The node, from an empty database on, for as long as the block lasts."""
    with _second_database() as database:
        port, environment = free_port(), _environment(home, database)
        files = ("--certificate", str(home / "so.pem"), "--token", str(home / "token"))
        program = Program(
            "hocba.project.cli", ("ministry", "--port", str(port), *files), environment
        )
        with running([program]) as (process,):
            node = Node(port, process, database)
            node.await_answer()
            yield node


@contextmanager
def _second_database() -> Iterator[str]:
    name = f"{connection.settings_dict['NAME']}_bo"
    with psycopg.connect(database_url(), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield database_url(name)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _environment(home: Path, database: str) -> dict[str, str]:
    """A demonstration's node with the tests' keys; its files lie under ``home``."""
    keys, trust, peers = home / "keys", home / "trust", home / "peers"
    for folder in (keys, trust, peers):
        folder.mkdir()
    (trust / "root.pem").write_bytes(pki.pem(pki.root()))
    (home / "so.pem").write_bytes(pki.pem(RECEIPT_KEY))
    (peers / "01.vkey").write_text(str(LEDGER_KEY.verifier), encoding="utf-8")
    (keys / "password").write_text(PASSWORD, encoding="utf-8")
    save_pkcs12(keys / "registry.p12", PASSWORD, MINISTRY_KEY)
    save_ledger_key(keys / "ledger.pem", MINISTRY_LEDGER.key)
    kept_text(home / "token", TOKEN)
    began = datetime.now(UTC) - (CLOCK - datetime.fromisoformat(HOCBA_DEMONSTRATION_BEGINS))
    kept_text(home / "demonstration" / "began", began.isoformat())
    return {
        "DATABASE_URL": database,
        "HOCBA_ENV": "demonstration",
        "HOCBA_HOME": str(home),
        "HOCBA_LEDGER_KEY": str(keys / "ledger.pem"),
        "HOCBA_LEDGER_NAME": MINISTRY_LEDGER.name,
        "HOCBA_NODE": "ministry",
        "HOCBA_PEERS": str(peers),
        "HOCBA_REGISTRY_KEY": str(keys / "registry.p12"),
        "HOCBA_REGISTRY_KEY_PASSWORD_FILE": str(keys / "password"),
        "HOCBA_TRUST": str(trust),
        "DJANGO_SETTINGS_MODULE": "hocba.project.settings",
    }
