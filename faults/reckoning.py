"""After the storm: is everything there, once, and is every receipt true?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from hocba.adapters.clock import ZONE
from hocba.adapters.embedded import server
from hocba.adapters.trust import load_trust
from hocba.core.packet import read_receipt
from hocba.core.signature import POLICY, verify_receipt
from hocba.core.verdict import Status

_ONCE_A_PACKET = {
    "packets": "SELECT count(*) FROM intake_packet",
    "lines of the journal": "SELECT count(*) FROM journal_journalentry WHERE action = 'report'",
    "answered submissions": "SELECT count(*) FROM queue_submission WHERE standing = 'answered'",
}

NOW = datetime(2024, 6, 30, 12, tzinfo=ZONE)


def complaints(
    packets: Mapping[UUID, Path], receipts: Mapping[UUID, bytes], pages: int, home: Path
) -> Iterator[str]:
    """Everything that is not as it must be; nothing, if all is well."""
    trust = load_trust(home / "demonstration" / "trust")
    promised: Counter[tuple[str, int]] = Counter()
    for guid, path in packets.items():
        receipt = read_receipt(receipts[guid])
        if verify_receipt(receipts[guid], trust=trust, policy=POLICY, at=NOW).status is not (
            Status.PASSED
        ):
            yield f"{path}: the receipt's signature does not hold"
        if receipt.packet_digest != sha256(path.read_bytes()).hexdigest():
            yield f"{path}: the receipt is of other bytes"
        for outcome in receipt.outcomes:
            promised[outcome.lookup_code, outcome.version] += 1
            if outcome.faults:
                yield f"{path}: {outcome.lookup_code} refused: {outcome.faults[0].code}"
    with _register(home) as register:
        yield from _held(register, promised, pages, len(packets))


def _register(home: Path) -> psycopg.Connection[tuple[Any, ...]]:
    """The database itself, past the program that is being judged."""
    server.ensure_running(home / "database")
    return psycopg.connect(
        host=str(server.socket_directory(home / "database")),
        user=server.ROLE,
        dbname=server.DATABASE,
    )


def _held(
    register: psycopg.Connection[tuple[Any, ...]],
    promised: Counter[tuple[str, int]],
    pages: int,
    packets: int,
) -> Iterator[str]:
    held = Counter(register.execute("SELECT lookup_code, version FROM intake_registeredpage"))
    for what in promised - held:
        yield f"{what}: in a receipt, and not in the register"
    for what in held - promised:
        yield f"{what}: in the register more often than in receipts"
    if held.total() != pages:
        yield f"{held.total()} pages in the register, {pages} were sent"
    for name, query in _ONCE_A_PACKET.items():
        (count,) = register.execute(query).fetchone() or (0,)
        if count != packets:
            yield f"{count} {name}, {packets} packets were sent"
