"""Attacks by certificates and algorithms, one test each, named after it. None may pass."""

from __future__ import annotations

from tests.vectors.reading import Case


def test_swapped_certificate(vector: Case) -> None:
    vector.ends_as_expected()


def test_certificate_of_another_school(vector: Case) -> None:
    vector.ends_as_expected()


def test_certificate_of_an_unknown_authority(vector: Case) -> None:
    vector.ends_as_expected()


def test_root_sent_along_by_the_attacker(vector: Case) -> None:
    vector.ends_as_expected()


def test_self_signed_certificate(vector: Case) -> None:
    vector.ends_as_expected()


def test_certificate_that_a_signer_issued(vector: Case) -> None:
    vector.ends_as_expected()


def test_certificate_that_is_not_for_signing(vector: Case) -> None:
    vector.ends_as_expected()


def test_short_rsa_key(vector: Case) -> None:
    vector.ends_as_expected()


def test_signature_before_the_certificates_validity(vector: Case) -> None:
    vector.ends_as_expected()


def test_signature_after_the_certificates_expiry(vector: Case) -> None:
    vector.ends_as_expected()


def test_signature_after_the_authoritys_expiry(vector: Case) -> None:
    vector.ends_as_expected()


def test_algorithm_downgrade_to_sha1_signatures(vector: Case) -> None:
    vector.ends_as_expected()


def test_algorithm_downgrade_to_sha1_digests(vector: Case) -> None:
    vector.ends_as_expected()


def test_algorithm_downgrade_to_hmac_with_the_public_key(vector: Case) -> None:
    vector.ends_as_expected()


def test_algorithm_downgrade_to_none(vector: Case) -> None:
    vector.ends_as_expected()


def test_empty_signature_value(vector: Case) -> None:
    vector.ends_as_expected()


def test_algorithm_of_another_kind_of_key(vector: Case) -> None:
    vector.ends_as_expected()


def test_ecdsa_signature_of_zeros(vector: Case) -> None:
    vector.ends_as_expected()


def test_ecdsa_signature_in_der(vector: Case) -> None:
    vector.ends_as_expected()


def test_other_curve(vector: Case) -> None:
    vector.ends_as_expected()


def test_signature_value_of_another_key(vector: Case) -> None:
    vector.ends_as_expected()


def test_pkcs1_after_the_policys_end_date(vector: Case) -> None:
    vector.ends_as_expected()
