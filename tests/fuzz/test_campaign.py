"""A small run of what ``make fuzz`` does by the hundred thousand; and it would find a fault."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from hocba.core.signature import Report
from tests.fuzz.campaign import Tally, made, ours, run, write
from tests.fuzz.mutations import MUTATIONS
from tests.vectors.reading import Case, named

SEED = 20240603
(PAGE,) = named("page")


def test_a_thousand_mutations_show_no_fault() -> None:
    tally = run(SEED, range(1_000))
    assert tally.findings == []
    assert sum(tally.verdicts.values()) == 1_000
    assert tally.verdicts["FAILED"] > 500
    assert tally.verdicts["PASSED"] > 0


def test_seed_and_number_make_the_same_input_again() -> None:
    assert made(SEED, 7)[1:] == made(SEED, 7)[1:] != made(SEED, 8)[1:]


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_mutation_changes_the_document(name: str) -> None:
    chance = Random(SEED)
    assert any(MUTATIONS[name](PAGE.document, chance) != PAGE.document for _ in range(5))


def test_a_verifier_that_accepts_everything_is_found_out() -> None:
    (newer,) = named("newer_version_of_a_page")

    def careless(_case: Case, _document: bytes) -> Report:
        return newer.report()

    assert _faults(run(SEED, range(20), careless)) == {"PASSED, and something else is read"}


def test_an_exception_is_found_out() -> None:
    def broken(_case: Case, _document: bytes) -> Report:
        raise RuntimeError("broken")

    tally = run(SEED, range(3), broken)
    assert tally.verdicts == {"exception": 3}
    assert all("RuntimeError: broken" in each.fault for each in tally.findings)


def test_findings_are_written_with_what_makes_them_again(tmp_path: Path) -> None:
    def broken(case: Case, document: bytes) -> Report:
        if document.startswith(b"<HocBa"):
            raise RuntimeError("broken")
        return ours(case, document)

    file = tmp_path / "deep" / "findings.jsonl"
    tally = run(SEED, range(10), broken)
    write(tally.findings, file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(tally.findings) > 0
    assert all(f'"seed": {SEED}' in line for line in lines)


def _faults(tally: Tally) -> set[str]:
    return {each.fault for each in tally.findings}
