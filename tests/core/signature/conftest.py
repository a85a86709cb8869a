"""A test that asks for ``vector`` gets the committed vectors that bear its name."""

import pytest

from tests.vectors.reading import named


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "vector" in metafunc.fixturenames:
        name = metafunc.function.__name__.removeprefix("test_")
        found = named(name)
        assert found, f"no vector is named {name}"
        metafunc.parametrize("vector", found, ids=[each.name for each in found])
