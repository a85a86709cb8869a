"""The Ministry's node beside the Department's: made ready, started, reported to, compared with."""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.exchange import Limits, converse
from hocba.adapters.keys import load_ledger_key, save_ledger_key
from hocba.adapters.ministry import PATH
from hocba.adapters.node import Node
from hocba.adapters.pki.authority import KeyKind, Subject, issue
from hocba.adapters.pki.demonstration import AUTHORITY, SIGNER_VALIDITY, KeyRing
from hocba.adapters.private_files import kept_text
from hocba.adapters.trust import LEDGER_SUFFIX
from hocba.core.errors import Unavailable
from hocba.core.signed_note import NoteSigner
from hocba.parties.access.tokens import PREFIX
from hocba.parties.catalogue import DEPARTMENT_CODE
from hocba.project.demonstration.desks import REGISTRY
from hocba.project.demonstration.folder import put
from hocba.project.demonstration.second_database import second_database
from hocba.project.processes import Program, running
from hocba.project.serving import ADDRESS
from hocba.registry.reporting.own import CERTIFICATES, TOKEN

PORT = 8001
BEGAN = "began"
"""The settings' own file for the demonstration's first day."""

LEDGER_NAME = "hocba.example/trinh-dien-bo"
NAME = CERTIFICATES.removesuffix(".pem")

_START_SECONDS = 60
_LOOK = Limits(size=1024 * 1024, seconds=5)


@dataclass(frozen=True, slots=True)
class MinistryNode:
    """The second node: its directory under the Department's, and what each knows of the other."""

    home: Path
    peers: Path
    trust: Path

    @classmethod
    def beside(cls, home: Path) -> MinistryNode:
        """The node under the Department's directory."""
        return cls(home / "ministry", home / "peers", home / "demonstration" / "trust")

    def program(self, port: int) -> Program:
        """The node as a process of its own."""
        environment = {
            "HOCBA_NODE": Node.MINISTRY.value,
            "HOCBA_HOME": str(self.home),
            "HOCBA_TRUST": str(self.trust),
            "HOCBA_LEDGER_NAME": LEDGER_NAME,
            "HOCBA_PUBLIC_URL": f"http://{ADDRESS}:{port}",
            **second_database(os.environ),
        }
        files = ("--certificate", str(self._seal), "--token", str(self.peers / TOKEN))
        arguments = ("ministry", "--port", str(port), *files)
        return Program("hocba.project.cli", arguments, environment)

    @property
    def _began(self) -> Path:
        """Since when the demonstration's clock runs; absent when HOCBA_CLOCK sets it."""
        return self.trust.with_name(BEGAN)

    @property
    def _seal(self) -> Path:
        return self.home / "peers" / f"{DEPARTMENT_CODE}.pem"

    def make_ready(self, keys: KeyRing, department_ledger: NoteSigner) -> None:
        """Keys of the Ministry's own, the files by which each node knows the other, one clock."""
        ring = KeyRing(self.home / "demonstration")
        if self._began.exists():
            kept_text(self.home / "demonstration" / BEGAN, self._began.read_text(encoding="utf-8"))
        if not ring.file(REGISTRY).exists():
            ministry = Subject("Bộ Giáo dục và Đào tạo", "Bộ Giáo dục và Đào tạo")
            ring.save(
                REGISTRY, issue(keys.key(AUTHORITY), ministry, KeyKind.P_256, SIGNER_VALIDITY)
            )
        if not ring.ledger_key.exists():
            save_ledger_key(ring.ledger_key, Ed25519PrivateKey.generate())
        ledger = NoteSigner(LEDGER_NAME, load_ledger_key(ring.ledger_key))
        self._introduce(self.peers, NAME, ring, ledger)
        self._introduce(self.home / "peers", DEPARTMENT_CODE, keys, department_ledger)
        kept_text(self.peers / TOKEN, PREFIX + secrets.token_urlsafe(32))

    def _introduce(self, where: Path, name: str, ring: KeyRing, ledger: NoteSigner) -> None:
        certificate = ring.key(REGISTRY).certificate.public_bytes(Encoding.PEM)
        put(where / f"{name}.pem", certificate)
        put(where / f"{name}{LEDGER_SUFFIX}", f"{ledger.verifier}\n".encode())


def address(port: int) -> str:
    """Where the node at this port is found."""
    return f"http://{ADDRESS}:{port}"


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(node: MinistryNode) -> Iterator[str]:
    """The node for as long as the block lasts, at a free port; gives its address at once.

    Whoever asks it first must wait for it: :func:`wait_for`.
    """
    port = free_port()
    with running([node.program(port)]):
        yield address(port)


def wait_for(url: str) -> None:
    """Return once the node answers. Raises Unavailable when it does not come up."""
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            converse(f"{url}{PATH}", _LOOK)
        except Unavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
