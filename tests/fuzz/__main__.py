"""``python -m tests.fuzz``: count inputs on all cores, print what became of them."""

from __future__ import annotations

import argparse
import os
import sys
import time
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from secrets import randbits

from tests.fuzz.campaign import Tally, run, write

FINDINGS = Path(__file__).with_name("findings")
_PART = 500


def main() -> int:
    asked = _asked()
    began = time.monotonic()
    numbers = range(asked.first, asked.first + asked.count)
    tally = campaign(asked.seed, numbers, asked.processes)
    _tell(tally, asked.seed, time.monotonic() - began)
    if not tally.findings:
        return 0
    file = FINDINGS / f"{asked.seed}.jsonl"
    write(tally.findings, file)
    sys.stdout.write(f"{len(tally.findings)} findings in {file}\n")
    return 1


def campaign(seed: int, numbers: range, processes: int) -> Tally:
    """The inputs of these numbers, shared out among the processes."""
    parts = [numbers[start : start + _PART] for start in range(0, len(numbers), _PART)]
    total = Tally()
    with Pool(processes) as pool:
        for tally in pool.imap_unordered(partial(run, seed), parts):
            total += tally
    return total


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many inputs")
    parser.add_argument("--seed", type=int, default=randbits(32), help="of all chance")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _tell(tally: Tally, seed: int, seconds: float) -> None:
    total = sum(tally.verdicts.values())
    lines = [f"{total:,} inputs, seed {seed}, {seconds:.0f} s, {len(tally.documents)} documents"]
    lines += [f"  {verdict:<14}{count:>9,}" for verdict, count in sorted(tally.verdicts.items())]
    lines.append(f"  of which {tally.unchanged:,} were the document itself again")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
