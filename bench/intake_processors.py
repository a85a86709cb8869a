"""Processor time by program: what other work on the machine changes far less than rates."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def spent(programs: Mapping[str, Sequence[int]], cluster: Path) -> dict[str, float]:
    """Seconds that each program and its children have taken since they began, by its name; and
    all processes of the PostgreSQL ``cluster``.

    A process that has ended counts for the one that waited for it, so nothing is lost between
    two looks, and the difference is what was taken between them.
    """
    children = _children()
    found = {
        name: sum(_with_children(pid, children) for pid in pids) for name, pids in programs.items()
    }
    postmaster = int((cluster / "postmaster.pid").read_text().splitlines()[0])
    return {**found, "PostgreSQL": _with_children(postmaster, children)}


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _fields(int(entry.name))):
            found.setdefault(int(fields[1]), []).append(int(entry.name))
    return found


def _with_children(pid: int, children: Mapping[int, Sequence[int]]) -> float:
    fields = _fields(pid)
    own = sum(int(ticks) for ticks in fields[11:15]) / _TICKS
    return own + sum(_with_children(child, children) for child in children.get(pid, ()))


def _fields(pid: int) -> list[str]:
    """The fields of ``/proc/PID/stat`` after the name, which may hold anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []  # it has just ended
