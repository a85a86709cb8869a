"""Withdrawing starts where a class is signed, and the head looks at it."""

from __future__ import annotations

from tests.school.pages.conftest import _home, small_class
from tests.school.signing.conftest import browser, desk, open_tab

__all__ = ["_home", "browser", "desk", "open_tab", "small_class"]
