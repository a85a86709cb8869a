"""The ledger: lock and append, prove, audit – each against what is allowed or the raw limit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

LOCKED = 100_000
SECONDS_FOR_LOCKING = 10.0
MILLISECONDS_FOR_A_PROOF = 1.0
_CHILD = (
    "import sys; from hocba.project.django_setup import setup; setup();"
    "from bench.ledger_grown import main; main(*map(int, sys.argv[1:]))"
)


def measure(*, short: bool = False) -> list[dict[str, Any]]:
    """A register of its own with 100,000 pages to lock and 1,000,000 entries to prove among.

    The seconds allowed are those for 100,000 pages; a short run has its share of them.
    """
    pages, entries, signed = (5_000, 50_000, 90) if short else (LOCKED, 1_000_000, 900)
    found = _run(pages, entries, signed)
    allowed = SECONDS_FOR_LOCKING * pages / LOCKED
    return [
        _time(f"lock and append {pages:,} pages", found["lock"], allowed, "s"),
        *(
            _time(
                f"inclusion proof, {found['entries']:,} entries, {which}",
                found[which],
                MILLISECONDS_FOR_A_PROOF,
                "ms",
            )
            for which in ("median", "p99")
        ),
        {
            "name": "audit, one core, signatures included",
            "ours": found["audit"],
            "other": found["verify"],
            "other_name": "verifying the same packets alone",
            "unit": "pages/s",
            "ratio": found["audit"] / found["verify"],
            "aim": None,
        },
        {
            "name": "audit of the ledger's tree, one core",
            "ours": found["tree"],
            "other": found["hashing"],
            "other_name": "SHA-256 of the same leaves and nodes",
            "unit": "entries/s",
            "ratio": found["tree"] / found["hashing"],
            "aim": None,
        },
    ]


def _time(name: str, ours: float, allowed: float, unit: str) -> dict[str, Any]:
    return {
        "name": name,
        "ours": ours,
        "other": allowed,
        "other_name": "the time allowed",
        "unit": unit,
        "ratio": allowed / ours,
        "aim": 1.0,
    }


def _run(*counts: int) -> dict[str, float]:
    """The child's measurements; it has a home and a database of its own."""
    with tempfile.TemporaryDirectory(prefix="hocba-bench-") as home:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        environment["HOCBA_HOME"] = home
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, *map(str, counts)],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
        )
    return json.loads(done.stdout.splitlines()[-1])
