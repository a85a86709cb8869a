"""Run every benchmark, print one table and write it as JSON.

    python -m bench [--short] [--out FILE] [NAME ...]

A ratio says how we stand against the other side (above 1: faster than it); an aim that is
missed is shown as missed, never left out.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import (
    evidence,
    importing,
    intake,
    ledger,
    lookup,
    main_job,
    printing,
    sealing,
    signing,
    verify,
)

BENCHES = {
    "verify": verify.measure,
    "evidence": evidence.measure,
    "signing": signing.measure,
    "printing": printing.measure,
    "sealing": sealing.measure,
    "importing": importing.measure,
    "intake": intake.measure,
    "ledger": ledger.measure,
    "lookup": lookup.measure,
    "main_job": main_job.measure,
}
RESULTS = Path(__file__).parent / "results" / "bench.json"


def main(argv: list[str]) -> int:
    options = _options(argv)
    rows: list[dict[str, Any]] = []
    for name in options.names or BENCHES:
        print(f"… {name}", file=sys.stderr)
        rows += BENCHES[name](short=options.short)
    Console(width=150).print(_table(rows))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(_document(rows), ensure_ascii=False, indent=2) + "\n")
    print(f"JSON: {options.out}")
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], metavar="NAME")
    parser.add_argument("--short", action="store_true", help="few repetitions: does it still run?")
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser.parse_args(argv)


def _table(rows: list[dict[str, Any]]) -> Table:
    table = Table("measured", "ours", "against", "theirs", "unit", "ratio", "aim", "")
    for row in rows:
        table.add_row(
            row["name"],
            f"{row['ours']:,.1f}",
            row["other_name"],
            f"{row['other']:,.1f}",
            row["unit"],
            f"{row['ratio']:.2f}",
            "–" if row["aim"] is None else f"≥ {row['aim']}",
            _judgement(row),
        )
    return table


def _judgement(row: dict[str, Any]) -> str:
    if row["aim"] is None:
        return ""
    return "met" if row["ratio"] >= row["aim"] else "MISSED"


def _document(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "rows": [{**row, "met": row["aim"] is None or row["ratio"] >= row["aim"]} for row in rows],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
