"""Attacks by revocation and timestamps, one test each, named after it. None may pass."""

from __future__ import annotations

from tests.vectors.reading import Case


def test_page_with_a_timestamp(vector: Case) -> None:
    vector.ends_as_expected()


def test_long_term_page_after_every_certificate_has_expired(vector: Case) -> None:
    vector.ends_as_expected()


def test_revoked_after_signing_with_a_timestamp_from_before(vector: Case) -> None:
    vector.ends_as_expected()


def test_signature_after_the_certificates_revocation(vector: Case) -> None:
    vector.ends_as_expected()


def test_revoked_later_and_no_timestamp_from_before(vector: Case) -> None:
    vector.ends_as_expected()


def test_nobody_answered(vector: Case) -> None:
    vector.ends_as_expected()


def test_timestamp_before_the_certificate(vector: Case) -> None:
    vector.ends_as_expected()


def test_timestamp_before_the_signing(vector: Case) -> None:
    vector.ends_as_expected()


def test_timestamp_of_an_unknown_authority(vector: Case) -> None:
    vector.ends_as_expected()


def test_timestamp_of_another_page(vector: Case) -> None:
    vector.ends_as_expected()


def test_timestamp_put_into_a_signature_that_others_cover(vector: Case) -> None:
    vector.ends_as_expected()


def test_renewed_page_after_every_certificate_has_expired(vector: Case) -> None:
    vector.ends_as_expected()


def test_archive_timestamp_of_another_page(vector: Case) -> None:
    vector.ends_as_expected()


def test_archive_timestamp_after_the_earlier_authoritys_end(vector: Case) -> None:
    vector.ends_as_expected()


def test_validation_data_removed_from_under_an_archive_timestamp(vector: Case) -> None:
    vector.ends_as_expected()
