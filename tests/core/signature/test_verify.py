"""Good documents pass, and what comes back is what was signed."""

from __future__ import annotations

from hocba.core.lifecycle import Role
from hocba.core.packet import read_page
from hocba.core.verdict import Status
from tests.core.packet.examples import HEADER, PRIMARY
from tests.core.signature import signing


def test_a_page_with_all_signatures_passes() -> None:
    report = signing.check_page(signing.primary_page())
    assert report.status is Status.PASSED
    assert [each.role for each in report.signatures] == [
        Role.HOMEROOM_TEACHER,
        Role.HEAD,
        Role.SCHOOL,
    ]


def test_the_record_is_read_from_the_covered_bytes() -> None:
    report = signing.check_page(signing.primary_page())
    assert report.covered == signing.primary_page()
    assert report.page == PRIMARY == read_page(report.covered)


def test_subject_teachers_cover_their_subjects() -> None:
    report = signing.check_page(signing.secondary_page())
    assert report.status is Status.PASSED, report
    assert report.signatures[0].covers == (f"mh-{report.lookup_code}-TOAN",)
    assert report.signatures[1].signature_id == f"ck-{report.lookup_code}-GVBM-2"


def test_a_packet_passes_with_all_its_pages() -> None:
    report = signing.check_packet(signing.packet())
    assert report.status is Status.PASSED, report
    assert report.header == HEADER
    assert len(report.pages) == 3
