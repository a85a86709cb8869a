"""Schools whose pages the Department has locked."""

from __future__ import annotations

import pytest

from tests.registry.reporting.ministry import Time
from tests.registry.school import lock, packet, page, receive


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def locked(schools: None) -> None:
    """Pages 1 to 5 locked, page 6 accepted."""
    receive(packet(*(page(number) for number in range(1, 7))))
    lock(1, 2, 3, 4, 5)
