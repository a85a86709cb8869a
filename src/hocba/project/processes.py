"""Programs that run beside one another: started, started again when they die, ended together.

Each is a process of its own, so that one which is killed takes nobody with it. It holds the
reading end of a pipe whose other end is ours alone: when we are gone, however we went, it
reads the end of the file and leaves in order.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

GRACE = 60
"""Seconds to leave in order; a packet in hand is taken in before."""

_LOOK_EVERY = 0.2  # seconds
_HEALTHY_AFTER = 10  # seconds
_LONGEST_PAUSE = 30  # seconds


@dataclass(frozen=True, slots=True)
class Program:
    """A module of this package that runs by itself, with arguments and its own environment."""

    module: str
    arguments: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


class Running:
    """A program that is kept running: after each early death the pause before the next start
    doubles, so that what cannot start at all does not spin."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._pause = 0.0
        self._start()

    def _start(self) -> None:
        program = self._program
        self._begun = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, "-m", program.module, *program.arguments],
            stdin=subprocess.PIPE,
            env={**os.environ, **program.environment},
        )

    def look(self) -> None:
        """Start it again if it has died and its pause is over."""
        if self.process.poll() is None:
            return
        lived = time.monotonic() - self._begun
        if lived < self._pause:
            return
        healthy = lived >= _HEALTHY_AFTER + self._pause
        self._pause = 0.0 if healthy else min(2 * self._pause + 0.25, _LONGEST_PAUSE)
        self._close_pipe()
        self._start()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def wait_for_end(self, until: float) -> None:
        try:
            self.process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._close_pipe()

    def _close_pipe(self) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()


@contextmanager
def running(programs: Sequence[Program]) -> Iterator[Sequence[Running]]:
    """Start the programs; at the end of the block all are told to end, and waited for."""
    started = [Running(program) for program in programs]
    try:
        yield started
    finally:
        for each in started:
            each.end()
        until = time.monotonic() + GRACE
        for each in started:
            each.wait_for_end(until)


def keep_running(programs: Sequence[Program]) -> None:
    """Keep the programs running until this process is interrupted or told to end."""
    with running(programs) as started:
        while True:
            for each in started:
                each.look()
            time.sleep(_LOOK_EVERY)


def end_with_parent() -> None:
    """To be called by a program that was started here: be told to end when its parent has gone."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, daemon=True, name="end-with-parent").start()
