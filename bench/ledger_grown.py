"""A register that grows large while it is measured: for a process and a database of its own."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from hocba.adapters import clock
from hocba.adapters.bulk import copy_in
from hocba.core import merkle
from hocba.core.signature import verify_packet
from hocba.project.cli import run
from hocba.project.demonstration.desks import take_places
from hocba.registry.audit import work
from hocba.registry.audit.grounds import own_grounds
from hocba.registry.intake.actions import receive
from hocba.registry.intake.models import Packet, RegisteredPage, Transcript
from hocba.registry.intake.office import own_conditions, receipt_key
from hocba.registry.ledger import queries
from hocba.registry.ledger.actions import append
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.ledger.models import Entry
from hocba.registry.locking.actions import lock

YEAR = "2023-2024"
PROOFS = 2_000
_BATCH = 100_000
_COLUMNS = (
    "lookup_code", "school_year", "version", "state", "content", "sha256", "personal_id", "level",
    "grade", "school_code", "class_name", "reassessed", "packet_id", "accepted_at",
)  # fmt: skip


def main(pages: int, entries: int, signed: int) -> None:
    """Print seconds, milliseconds and rates, as JSON, by what they are of."""
    call_command("migrate", interactive=False, verbosity=0)
    _take_in(signed)
    found = _audit()
    found["lock"] = _lock(pages)
    _grow(entries)
    found |= {**_prove(), **_audit_tree(), "entries": Entry.objects.count()}
    print(json.dumps(found))


def _take_in(pages: int) -> None:
    """A made-up city's packets, signed and accepted."""
    take_places(settings.HOCBA_HOME, advance=lambda _count: None)
    folder = Path(settings.HOCBA_HOME) / "city"
    assert run(["simulate", str(folder), "--pages", str(pages)]) == 0
    for file in sorted(folder.glob("*/*.xml")):
        receive(
            file.read_bytes(),
            sender="bench",
            at=clock.now(),
            conditions=own_conditions(),
            receipt_key=receipt_key(),
        )
    assert RegisteredPage.objects.count() == pages


def _audit() -> dict[str, float]:
    """Pages a second of an audit, and of verifying their packets and nothing else."""
    pages, parts = RegisteredPage.objects.count(), work.plan().parts

    def audit() -> list[object]:
        return [finding for part in parts for finding in work.check(part, own_grounds())]

    seconds = {}
    for name, call in (("verify", _verify), ("audit", audit)):
        started = perf_counter()
        assert not call()
        seconds[name] = perf_counter() - started
    return {name: pages / taken for name, taken in seconds.items()}


def _verify() -> list[object]:
    grounds = own_grounds()
    for packet in Packet.objects.order_by("pk").iterator(chunk_size=10):
        verify_packet(
            bytes(packet.content), trust=grounds.trust, policy=grounds.policy, at=packet.received_at
        )
    return []


def _lock(pages: int) -> float:
    """Seconds that locking takes, of pages as large as real ones."""
    model = RegisteredPage.objects.order_by("pk").first()
    assert model is not None
    codes = [UUID(int=number, version=4).hex for number in range(1, pages + 1)]
    people = (f"{number:012}" for number in count(900_000_000_000))
    owners = dict(zip(codes, people, strict=False))
    with transaction.atomic():
        rows = ((code, owner, model.level) for code, owner in owners.items())
        copy_in(Transcript, ("lookup_code", "personal_id", "level"), rows)
        copy_in(RegisteredPage, _COLUMNS, _rows(model, owners))
    started = perf_counter()
    report = lock(school_year=YEAR, at=clock.now(), signer=ledger_signer(), actor="bench",
                  lookup_codes=codes)  # fmt: skip
    assert len(report.locked) == pages
    return perf_counter() - started


def _rows(model: RegisteredPage, owners: dict[str, str]) -> Iterator[tuple[object, ...]]:
    old, content = model.lookup_code.encode(), bytes(model.content)
    for code, owner in owners.items():
        own = content.replace(old, code.encode())
        yield (
            code, YEAR, 1, "accepted", own, sha256(own).digest(), owner, model.level, model.grade,
            model.school_code, model.class_name, False, model.packet_id, clock.now(),
        )  # fmt: skip


def _grow(entries: int) -> None:
    """The log at the size that is asked for; leaves as long as real ones."""
    while (size := Entry.objects.count()) < entries:
        leaves = [b"%0200d\n" % number for number in range(size, min(size + _BATCH, entries))]
        append(leaves, at=clock.now(), signer=ledger_signer())


def _prove() -> dict[str, float]:
    """Milliseconds of making one proof out of the database, and of its 99th part in a hundred."""
    last = Entry.objects.count() - 1
    places = random.Random(1).sample(range(last), PROOFS)  # noqa: S311 - where to look, no secret
    leaves = [bytes(leaf) for leaf in
              Entry.objects.filter(position__in=places).values_list("leaf", flat=True)]  # fmt: skip
    taken, key = [], ledger_signer().verifier
    for leaf in leaves[:100]:
        queries.inclusion(leaf)  # the server plans anew the first few times
    for leaf in leaves:
        started = perf_counter()
        proof = queries.inclusion(leaf)
        taken.append((perf_counter() - started) * 1000)
        assert proof is not None
        proof.verify(leaf, key)
    return {"median": median(taken), "p99": quantiles(taken, n=100)[98]}


def _audit_tree() -> dict[str, float]:
    """Entries a second of checking the tree, and of hashing it and nothing else."""
    progress = work.plan()
    parts = [part for part in progress.parts if part[0] in ("entries", "nodes", "heads")]
    started = perf_counter()
    assert not any(work.check(part, own_grounds()) for part in parts)
    audited = perf_counter() - started
    leaves = [b"%0200d\n" % number for number in range(progress.size)]
    started = perf_counter()
    merkle.grow(0, {}, [merkle.leaf_hash(leaf) for leaf in leaves])
    hashed = perf_counter() - started
    return {"tree": progress.size / audited, "hashing": progress.size / hashed}
