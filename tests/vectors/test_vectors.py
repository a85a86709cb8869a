"""The committed vectors are whole, and the script that makes them still makes the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authorities import Authorities
from tests.core.signature import (
    test_attacks,
    test_attacks_on_documents,
    test_attacks_on_keys,
    test_attacks_on_time,
    test_good_vectors,
)
from tests.vectors.make import DATA, write_all
from tests.vectors.reading import cases

MODULES = (
    test_attacks,
    test_attacks_on_documents,
    test_attacks_on_keys,
    test_attacks_on_time,
    test_good_vectors,
)


def test_every_vector_has_a_test_of_its_name() -> None:
    tests = {name for module in MODULES for name in vars(module)}
    assert [
        each.name for each in cases() if f"test_{each.name.partition('-')[0]}" not in tests
    ] == []


def test_every_vector_says_what_was_done() -> None:
    assert all(each.vector.what for each in cases())


def test_no_file_is_there_that_the_manifest_does_not_name() -> None:
    told = {each.name for each in cases()} | {"manifest"}
    told |= {each.vector.trust for each in cases() if each.vector.trust}
    assert {file.name.partition(".")[0] for file in DATA.iterdir()} == told


def test_files_are_small() -> None:
    assert max(file.stat().st_size for file in DATA.iterdir()) < 100_000


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_the_script_makes_the_same_vectors_again(authorities: Authorities, tmp_path: Path) -> None:
    """Other keys, other values; the same attacks, which end in the same way."""
    write_all(tmp_path, authorities)
    assert [each.vector for each in cases(tmp_path)] == [each.vector for each in cases()]
    for case in cases(tmp_path):
        case.ends_as_expected()
