"""Registered schools for the tests that need a database of them."""

from __future__ import annotations

import pytest

from tests.registry.school import open_schools


@pytest.fixture
def schools(db: None) -> None:
    open_schools()
