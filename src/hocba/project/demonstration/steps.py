"""Progress of the demonstration: one bar a step, with what is done, what remains, how long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

Advance = Callable[[int], object]


class Steps:
    """Shows the steps below one another; a step that has nothing to do says so at once."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<34}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
        )

    def __enter__(self) -> Steps:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    @contextmanager
    def step(self, name: str, total: int) -> Iterator[Advance]:
        """A bar of ``total`` things; the function that it gives moves it on."""
        task = self._progress.add_task(name, total=max(total, 1), completed=int(total == 0))
        yield lambda count: self._progress.advance(task, count)
