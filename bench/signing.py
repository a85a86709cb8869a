"""The signing road: its own cost a page, and how near it comes to the token's own rate."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

MILLISECONDS_ALLOWED = 1.0
_CHILD = (
    "import sys; from hocba.project.django_setup import setup; setup();"
    "from bench.signing_road import main; main(int(sys.argv[1]))"
)


def measure(*, short: bool = False) -> list[dict[str, Any]]:
    """Prepare and complete without the key, and the road with SoftHSM2 against the token alone.

    Debian's softhsm2 must be there.
    """
    pages = 100 if short else 1000
    seconds = _run(pages)
    own = (seconds["prepare"] + seconds["complete"]) * 1000 / pages
    return [
        {
            "name": f"prepare + complete, {pages:,} pages, no key",
            "ours": own,
            "other": MILLISECONDS_ALLOWED,
            "other_name": "the time allowed",
            "unit": "ms/page",
            "ratio": MILLISECONDS_ALLOWED / own,
            "aim": 1.0,
        },
        {
            "name": "SoftHSM2 road, RSA-2048 PSS",
            "ours": pages / seconds["road"],
            "other": pages / seconds["token"],
            "other_name": "the token alone",
            "unit": "pages/s",
            "ratio": seconds["token"] / seconds["road"],
            "aim": 0.8,
        },
    ]


def _run(pages: int) -> dict[str, float]:
    """The child's measurements; it has a home, a database and tokens of its own."""
    with tempfile.TemporaryDirectory(prefix="hocba-bench-") as home:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        environment["HOCBA_HOME"] = home
        environment["SOFTHSM2_CONF"] = str(Path(home) / "softhsm2.conf")
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, str(pages)],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return dict(json.loads(done.stdout.splitlines()[-1]))
