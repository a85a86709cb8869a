"""Signing starts from the class that the pages' tests draft."""

from tests.school.pages.conftest import _home, small_class

__all__ = ["_home", "small_class"]
