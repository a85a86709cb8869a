"""From HTTP to durable: packets over the API, through the queue, to a signed receipt, on two cores.

The raw limits are those of the same bytes: what lxml and cryptography need to verify three
signatures a page (as in ``verify``), in two processes, and what PostgreSQL needs to COPY the
pages into a table without an index or a trigger; one after the other, as nothing can be stored
before it has been verified. Web process, workers, database and the senders share the two cores.

Rows stored beforehand are small and made up, in the real tables with all their constraints,
triggers and indexes; the packets are real. A packet more shall cost a worker no memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

_PROGRAM = (
    "from hocba.project.django_setup import setup; setup();"
    "from bench.intake_at_work import main; main()"
)
AIM, AIM_OF_GROWTH, AIM_OF_MEMORY = 0.5, 0.9, 0.9


def measure(*, short: bool = False) -> list[dict[str, Any]]:
    """In a process of its own, with a home and a database of its own."""
    with tempfile.TemporaryDirectory(prefix="hocba-bench-") as home:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, *(["--short"] if short else [])],
            env={**environment, "HOCBA_HOME": home},
            check=True,
            stdout=subprocess.PIPE,
        )
    return _rows(json.loads(done.stdout.splitlines()[-1]))


def _rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    few, many = found["stored"]
    return [
        _row(
            f"HTTP to durable, {found['pages']:,} pages",
            (found["rate"], found["limit"]),
            "raw limits (verify, then COPY)",
            AIM,
        ),
        _processor(found["processor"], found["least"]),
        _row(
            f"HTTP to durable, {many:,} pages stored",
            (found["rates"][1], found["rates"][0]),
            f"{few:,} pages stored",
            AIM_OF_GROWTH,
        ),
        {
            **_row(
                f"memory of a worker after {found['packets']:,} packets",
                (found["memory"][1], found["memory"][0]),
                "after the first quarter of them",
                AIM_OF_MEMORY,
            ),
            "unit": "MB",
            "ratio": found["memory"][0] / found["memory"][1],
        },
    ]


def _processor(spent: dict[str, float], least: float) -> dict[str, Any]:
    """In milliseconds; other work on the machine changes it far less than it changes rates."""
    parts = ", ".join(f"{name} {taken:.2f}" for name, taken in spent.items())
    ours = sum(spent.values())
    return {
        "name": f"processor time of a page ({parts})",
        "ours": ours,
        "other": least,
        "other_name": "raw limits",
        "unit": "ms",
        "ratio": least / ours,
        "aim": None,
    }


def _row(name: str, figures: tuple[float, float], other_name: str, aim: float) -> dict[str, Any]:
    ours, other = figures
    return {
        "name": name,
        "ours": ours,
        "other": other,
        "other_name": other_name,
        "unit": "pages/s",
        "ratio": ours / other,
        "aim": aim,
    }
