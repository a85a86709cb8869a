"""Every vector before xmlsec1, python-xmlsec, signxml and the JDK, signature by signature.

Nothing that we accept may fail there, nothing that they reject may pass here; where they
accept and we do not, the table says so and why.
"""

from __future__ import annotations

import pytest

from hocba.core.signature import Algorithm
from tests.vectors.comparing import TABLE, WHY, Compared, compared, table
from tests.vectors.others.programs import PROGRAMS
from tests.vectors.others.signatures import signatures
from tests.vectors.reading import DATA, cases

pytestmark = pytest.mark.tools("xmlsec1", "javac")
_PSS = "page_by_pss"


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> list[Compared]:
    return compared(tmp_path_factory.mktemp("vectors"))


def test_nothing_that_we_accept_is_refused_by_another(everybody: list[Compared]) -> None:
    assert [each for each in everybody if each.passed and each.refused_by] == []


def test_every_good_signature_is_accepted_by_all_who_know_its_algorithm(
    everybody: list[Compared],
) -> None:
    good = {case.name for case in cases() if case.good}
    assert good
    for each in everybody:
        if each.vector in good:
            xmlsec = () if each.vector == _PSS else ("xmlsec1", "python-xmlsec")
            assert each.accepted_by == (*xmlsec, "signxml", "javax.xml.crypto"), each


def test_every_signature_of_a_file_is_looked_at(everybody: list[Compared]) -> None:
    """signxml looks at the first alone, when it is not told which."""
    looked_at = {(each.vector, each.number) for each in everybody}
    for case in cases():
        count = case.document.count(b"<ds:Signature ") + case.document.count(b"<dsig:Signature ")
        assert sum(name == case.name for name, _ in looked_at) == count


def test_the_two_xmlsec_are_spared_the_algorithm_that_they_do_not_know() -> None:
    signed = list(signatures(DATA / f"{_PSS}.xml", DATA / "truong-hoc.pem"))
    assert {each.algorithm for each in signed} == {Algorithm.RSA_PSS}
    assert PROGRAMS["xmlsec1"](signed) == PROGRAMS["python-xmlsec"](signed) == [None] * 3


def test_the_table_of_where_we_are_stricter_is_exact(everybody: list[Compared]) -> None:
    assert TABLE.read_text(encoding="utf-8") == table(everybody)
    assert {each.code for each in everybody if each.code and each.accepted_by} == set(WHY)
