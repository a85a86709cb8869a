"""Chains: who is believed, at which time, and how often a chain is built."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hocba.core.signature import TrustStore, certificates
from hocba.core.signature.trust import NoTrust, Untrusted
from tests.core.signature import pki
from tests.core.signature.signing import HOMEROOM_TEACHER, SIGNED_AT

LEAF = certificates.of(pki.signer(HOMEROOM_TEACHER).certificate)
SENT = (certificates.of(pki.issuing().certificate).text,)
ROOT = pki.root().certificate


def test_a_chain_reaches_the_root_through_the_authority_that_was_sent() -> None:
    chain = TrustStore.of([ROOT]).chain(LEAF, SENT, SIGNED_AT)
    assert chain == (LEAF.x509, pki.issuing().certificate, ROOT)


def test_a_chain_reaches_the_root_through_a_known_authority() -> None:
    store = TrustStore.of([ROOT], [pki.issuing().certificate])
    assert len(store.chain(LEAF, (), SIGNED_AT)) == 3


def test_without_the_authority_there_is_no_chain() -> None:
    with pytest.raises(Untrusted):
        TrustStore.of([ROOT]).chain(LEAF, (), SIGNED_AT)


def test_without_a_root_nothing_can_be_said() -> None:
    with pytest.raises(NoTrust):
        TrustStore.of([], [pki.issuing().certificate]).chain(LEAF, SENT, SIGNED_AT)


def test_what_is_sent_along_is_never_trusted_by_itself() -> None:
    strangers = pki.issuing("CA lạ", "Gốc lạ")
    leaf = certificates.of(pki.signer(HOMEROOM_TEACHER, strangers).certificate)
    sent = [strangers.certificate, pki.root("Gốc lạ").certificate]
    with pytest.raises(Untrusted):
        TrustStore.of([ROOT]).chain(
            leaf, tuple(certificates.of(each).text for each in sent), SIGNED_AT
        )


def test_a_chain_is_built_once_for_all_moments_at_which_it_holds() -> None:
    store = TrustStore.of([ROOT])
    first = store.chain(LEAF, SENT, SIGNED_AT)
    assert store.chain(LEAF, SENT, SIGNED_AT + timedelta(days=365)) is first


def test_a_remembered_chain_does_not_outlive_its_certificates() -> None:
    store = TrustStore.of([ROOT])
    store.chain(LEAF, SENT, SIGNED_AT)
    for moment in (datetime(2022, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)):
        with pytest.raises(Untrusted):
            store.chain(LEAF, SENT, moment)


def test_a_chain_found_with_an_authority_is_not_remembered_for_a_signature_without_it() -> None:
    store = TrustStore.of([ROOT])
    store.chain(LEAF, SENT, SIGNED_AT)
    with pytest.raises(Untrusted):
        store.chain(LEAF, (), SIGNED_AT)
