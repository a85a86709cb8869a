"""What every test shares. The database comes from pytest-django and ``tests/settings.py``."""

import shutil

import pytest


def pytest_runtest_setup(item):
    """``@pytest.mark.tools("xmlsec1")`` skips where Debian's package is not installed."""
    for mark in item.iter_markers("tools"):
        missing = [program for program in mark.args if shutil.which(program) is None]
        if missing:
            pytest.skip(f"needs {', '.join(missing)}")
