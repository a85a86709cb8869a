"""Report a city while everything is killed, again and again, and reckon up afterwards.

    python -m faults [--pages N] [--rounds N] [--seed N] [--short]

Exit code 0 when every round came out whole, 1 when one did not. As root the data directory
lies on a small disk of its own, which is filled up too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from faults.round import came_out_whole

LONG = {"pages": 20_000, "rounds": 20, "pause": 4.0}
SHORT = {"pages": 1_500, "rounds": 1, "pause": 2.0}
_DISK = "6G"


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="hocba-faults-") as folder:
        Path(folder).chmod(0o711)
        seeds = range(options.seed, options.seed + options.rounds)
        failed = [seed for seed in seeds if not _is_whole(Path(folder), seed, options)]
    print(f"{options.rounds} rounds, {len(failed)} not whole {failed or ''}")
    return 1 if failed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--pages", type=int)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--pause", type=float, help="seconds between two faults, on average")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    for name, value in (SHORT if options.short else LONG).items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    return options


def _is_whole(folder: Path, seed: int, options: argparse.Namespace) -> bool:
    with _small_disk(folder / f"round-{seed}") as (home, small_disk):
        return came_out_whole(home, seed, options.pages, options.pause, small_disk=small_disk)


@contextmanager
def _small_disk(home: Path) -> Iterator[tuple[Path, bool]]:
    """A data directory on a disk of its own, if this account may mount one."""
    home.mkdir()
    mounted = os.geteuid() == 0 and shutil.which("mount") is not None
    if mounted:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK},mode=0711", "hocba", str(home)]
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield home, mounted
    finally:
        # What is still held open, if only a lock, keeps a disk in memory that was unmounted: so
        # the disk is emptied before.
        shutil.rmtree(home, ignore_errors=True)
        if mounted:
            subprocess.run(["umount", "--lazy", str(home)], check=False)
            home.rmdir()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
