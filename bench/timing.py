"""Take two or more sides in turns, so that drift of the machine meets all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from statistics import median
from time import perf_counter


def interleaved(
    sides: Mapping[str, Callable[[], object]], *, rounds: int, repeat: int = 1
) -> dict[str, float]:
    """Median seconds of one call of each side over ``rounds`` rounds of ``repeat`` calls.

    Each round has an order of its own, the same in every run: whoever leaves garbage or cold
    caches behind shall not leave them to the same side each time.
    """
    order, shuffle = list(sides.items()), Random(1).shuffle  # noqa: S311 - no secret
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for call in sides.values():
        call()
    for _ in range(rounds):
        shuffle(order)
        for name, call in order:
            started = perf_counter()
            for _ in range(repeat):
                call()
            taken[name].append((perf_counter() - started) / repeat)
    return {name: median(times) for name, times in taken.items()}
