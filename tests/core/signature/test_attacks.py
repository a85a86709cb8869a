"""Attacks on signatures and their places, one test each, named after it. None may pass."""

from __future__ import annotations

from hocba.core.signature import PacketReport, PageReport
from hocba.core.verdict import Status
from tests.vectors.reading import Case


def test_signature_wrapping_by_moving_the_signed_part(vector: Case) -> None:
    report = vector.ends_as_expected()
    assert isinstance(report, PageReport)
    assert not any(signature.verdict.passed for signature in report.signatures)


def test_signature_wrapping_by_copying_the_signed_part(vector: Case) -> None:
    vector.ends_as_expected()


def test_signature_wrapping_by_nesting_the_signed_page(vector: Case) -> None:
    vector.ends_as_expected()


def test_signature_wrapping_by_nesting_within_a_signature(vector: Case) -> None:
    vector.ends_as_expected()


def test_signature_wrapping_of_a_page_within_a_packet(vector: Case) -> None:
    report = vector.ends_as_expected()
    assert isinstance(report, PacketReport)
    assert [page.status for page in report.pages] == [Status.FAILED, Status.PASSED]


def test_signatures_of_another_page(vector: Case) -> None:
    vector.ends_as_expected()


def test_duplicate_ids_of_parts(vector: Case) -> None:
    vector.ends_as_expected()


def test_duplicate_ids_of_signatures(vector: Case) -> None:
    vector.ends_as_expected()


def test_duplicate_ids_within_a_signature(vector: Case) -> None:
    vector.ends_as_expected()


def test_duplicate_ids_by_a_copy_within_a_signature(vector: Case) -> None:
    vector.ends_as_expected()


def test_stripped_signature(vector: Case) -> None:
    vector.ends_as_expected()


def test_all_signatures_stripped(vector: Case) -> None:
    vector.ends_as_expected()


def test_stripped_signature_of_the_first_subject_teacher(vector: Case) -> None:
    vector.ends_as_expected()


def test_stripped_signature_of_the_last_subject_teacher(vector: Case) -> None:
    vector.ends_as_expected()


def test_stripped_packet_signature(vector: Case) -> None:
    report = vector.ends_as_expected()
    assert isinstance(report, PacketReport)
    assert all(page.status is Status.PASSED for page in report.pages)


def test_receipt_under_another_id(vector: Case) -> None:
    vector.ends_as_expected()


def test_order_broken(vector: Case) -> None:
    vector.ends_as_expected()


def test_second_signature_appended(vector: Case) -> None:
    vector.ends_as_expected()


def test_second_seal_appended(vector: Case) -> None:
    vector.ends_as_expected()


def test_same_signature_twice(vector: Case) -> None:
    vector.ends_as_expected()


def test_second_packet_signature_appended(vector: Case) -> None:
    report = vector.ends_as_expected()
    assert isinstance(report, PacketReport)
    assert all(page.status is Status.PASSED for page in report.pages)


def test_role_lying_about_its_place(vector: Case) -> None:
    vector.ends_as_expected()


def test_id_lying_about_its_role(vector: Case) -> None:
    vector.ends_as_expected()


def test_role_that_signs_no_page(vector: Case) -> None:
    vector.ends_as_expected()


def test_role_altered_after_signing(vector: Case) -> None:
    vector.ends_as_expected()


def test_head_who_does_not_cover_the_signatures_before(vector: Case) -> None:
    vector.ends_as_expected()


def test_signature_over_nothing_but_another_signature(vector: Case) -> None:
    vector.ends_as_expected()


def test_two_subject_teachers_for_one_subject(vector: Case) -> None:
    vector.ends_as_expected()


def test_signature_older_than_what_it_covers(vector: Case) -> None:
    vector.ends_as_expected()


def test_signature_from_the_future(vector: Case) -> None:
    vector.ends_as_expected()
