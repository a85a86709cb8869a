"""Attacks by transforms and by the document itself, one test each, named after it."""

from __future__ import annotations

from tests.vectors.reading import Case


def test_xslt_transform(vector: Case) -> None:
    vector.ends_as_expected()


def test_xpath_transform(vector: Case) -> None:
    vector.ends_as_expected()


def test_inclusive_canonicalisation(vector: Case) -> None:
    vector.ends_as_expected()


def test_external_reference(vector: Case) -> None:
    vector.ends_as_expected()


def test_manifest_reference(vector: Case) -> None:
    vector.ends_as_expected()


def test_signed_properties_not_covered(vector: Case) -> None:
    vector.ends_as_expected()


def test_signing_time_altered(vector: Case) -> None:
    vector.ends_as_expected()


def test_unsigned_element_added_to_a_signature(vector: Case) -> None:
    vector.ends_as_expected()


def test_key_value_beside_the_certificate(vector: Case) -> None:
    vector.ends_as_expected()


def test_dtd(vector: Case) -> None:
    vector.ends_as_expected()


def test_dtd_that_gives_a_default_attribute(vector: Case) -> None:
    vector.ends_as_expected()


def test_entity_bomb(vector: Case) -> None:
    vector.ends_as_expected()


def test_external_entity(vector: Case) -> None:
    vector.ends_as_expected()


def test_huge_document(vector: Case) -> None:
    vector.ends_as_expected()


def test_deep_document(vector: Case) -> None:
    vector.ends_as_expected()


def test_too_many_elements(vector: Case) -> None:
    vector.ends_as_expected()


def test_too_many_attributes(vector: Case) -> None:
    vector.ends_as_expected()


def test_comments_in_text_nodes(vector: Case) -> None:
    vector.ends_as_expected()


def test_processing_instruction(vector: Case) -> None:
    vector.ends_as_expected()


def test_changed_namespace_of_the_data(vector: Case) -> None:
    vector.ends_as_expected()


def test_changed_namespace_of_a_signature(vector: Case) -> None:
    vector.ends_as_expected()


def test_relative_namespace(vector: Case) -> None:
    vector.ends_as_expected()


def test_changed_namespace_of_the_properties(vector: Case) -> None:
    vector.ends_as_expected()


def test_other_prefix_of_the_properties(vector: Case) -> None:
    vector.ends_as_expected()


def test_other_prefix_of_the_signatures(vector: Case) -> None:
    vector.ends_as_expected()


def test_data_with_a_prefix(vector: Case) -> None:
    vector.ends_as_expected()


def test_white_space_around_the_signed_parts(vector: Case) -> None:
    vector.ends_as_expected()


def test_content_altered(vector: Case) -> None:
    vector.ends_as_expected()


def test_version_altered(vector: Case) -> None:
    vector.ends_as_expected()


def test_nobody_trusted(vector: Case) -> None:
    vector.ends_as_expected()
