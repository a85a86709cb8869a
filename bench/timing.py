"""Take two or more sides in turns, so that drift of the machine meets all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter


def interleaved(
    sides: Mapping[str, Callable[[], object]], *, rounds: int, repeat: int = 1
) -> dict[str, float]:
    """Median seconds of one call of each side over ``rounds`` rounds of ``repeat`` calls."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for call in sides.values():
        call()
    for _ in range(rounds):
        for name, call in sides.items():
            started = perf_counter()
            for _ in range(repeat):
                call()
            taken[name].append((perf_counter() - started) / repeat)
    return {name: median(times) for name, times in taken.items()}
