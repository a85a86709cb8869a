"""What is good passes: each vector is told by its recipe in ``tests/vectors/good.py``."""

from __future__ import annotations

from lxml import etree

from hocba.core.packet import canonical
from hocba.core.signature import PageReport
from tests.core.packet.examples import PRIMARY
from tests.vectors.reading import Case, named


def test_page(vector: Case) -> None:
    vector.ends_as_expected()


def test_page_with_subject_teachers(vector: Case) -> None:
    vector.ends_as_expected()


def test_page_by_rsa(vector: Case) -> None:
    vector.ends_as_expected()


def test_page_by_pss(vector: Case) -> None:
    vector.ends_as_expected()


def test_page_by_ecdsa(vector: Case) -> None:
    vector.ends_as_expected()


def test_page_signed_in_place_of_the_head(vector: Case) -> None:
    vector.ends_as_expected()


def test_packet(vector: Case) -> None:
    vector.ends_as_expected()


def test_receipt(vector: Case) -> None:
    vector.ends_as_expected()


def test_another_spelling_of_the_same_page(vector: Case) -> None:
    """Checked is what is then read: what comes back is the canonical form alone."""
    report = vector.ends_as_expected()
    assert isinstance(report, PageReport)
    assert report.covered == canonical(etree.fromstring(vector.document)) != vector.document
    assert report.page == PRIMARY


def test_older_version_of_a_page(vector: Case) -> None:
    vector.ends_as_expected()


def test_newer_version_of_a_page(vector: Case) -> None:
    vector.ends_as_expected()


def test_replayed_old_version_is_told_by_its_version() -> None:
    """An old page is as well signed as it was; the record tells its version, registries compare."""
    names = ("older_version_of_a_page", "newer_version_of_a_page")
    reports = [case.report() for name in names for case in named(name)]
    assert [
        each.page.version for each in reports if isinstance(each, PageReport) and each.page
    ] == [1, 2]


def test_pkcs1_one_second_before_the_policys_end(vector: Case) -> None:
    vector.ends_as_expected()
