"""Calls in company: those that come while enough are under way go together in the next.

A look waits for the disk, and the disk takes many at once as quickly as one. Whoever comes
alone goes at once and waits for nobody; the more come, the more go together, so that a flood
costs the database little more than a stream.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

MOST = 64
"""Calls that go together: a bound on what one failure takes with it."""

Asked = TypeVar("Asked")
Told = TypeVar("Told")


class Company(Generic[Asked, Told]):
    """``together`` answers all that it is given, in their order; at most ``at_once`` of its
    runs are under way.

    There is no thread for it: of those who wait, the first leads the next.
    """

    def __init__(
        self, together: Callable[[Sequence[Asked]], Sequence[Told]], *, at_once: int
    ) -> None:
        self._together = together
        self._free = at_once
        self._lock = Lock()
        self._waiting: deque[_Call[Asked, Told]] = deque()

    def ask(self, asked: Asked) -> Told:
        """The answer to ``asked``. What ``together`` raises, it raises to all who went with it."""
        call: _Call[Asked, Told] = _Call(asked)
        if not self._may_lead(call):
            call.turn.acquire()
        if not call.ended:
            self._lead(call)
        return call.answer()

    def _may_lead(self, call: _Call[Asked, Told]) -> bool:
        """Whether it may at once; else it waits. While anybody waits, nothing is free."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            self._waiting.append(call)
            return False

    def _lead(self, first: _Call[Asked, Told]) -> None:
        with self._lock:
            others = min(MOST - 1, len(self._waiting))
            calls = [first, *(self._waiting.popleft() for _ in range(others))]
        try:
            told = self._together([call.asked for call in calls])
            for call, one in zip(calls, told, strict=True):
                call.told = [one]
        except BaseException as error:  # noqa: BLE001 - each of them raises it in its own thread
            for call in calls:
                call.error = error
        # First the next are sent on their way: they wait for the disk, these do not.
        self._hand_on()
        for call in calls:
            call.turn.release()

    def _hand_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().turn.release()
            else:
                self._free += 1


class _Call(Generic[Asked, Told]):
    """``turn`` is let go when it has been answered, or when it is to lead."""

    __slots__ = ("asked", "error", "told", "turn")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.told: list[Told] = []
        self.error: BaseException | None = None
        self.turn = Lock()
        self.turn.acquire()

    @property
    def ended(self) -> bool:
        return bool(self.told) or self.error is not None

    def answer(self) -> Told:
        if self.error is not None:
            raise self.error
        return self.told[0]
