"""What authorities say, and what is said in their name."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from hocba.adapters.revocation import Collector
from hocba.core.signature import Evidence, certificates
from hocba.core.signature.revocation import Answers
from tests.authorities import REVOKED_EARLY

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

NOW = datetime(2024, 6, 20, tzinfo=UTC)


@pytest.fixture
def links(authorities):
    """The certificate that was revoked and its issuer; that issuer and the root."""
    authorities.at(NOW)
    key = authorities.key("thu-hoi-truoc")
    leaf, issuing = certificates.of(key.certificate), certificates.of(key.chain[0])
    return list(pairwise(authorities.trust.chain(leaf, (issuing.text,), NOW)))


def collected(authorities, links, *refusing):
    authorities.refusing.update(refusing)
    return Collector(lambda: NOW).collect(links)


@pytest.fixture
def by_ocsp(authorities, links):
    return collected(authorities, links[:1])


@pytest.fixture
def by_list(authorities, links):
    return collected(authorities, links[:1], "/ocsp/")


def test_ocsp_and_list_say_the_same(links, by_ocsp, by_list):
    for evidence in (by_ocsp, by_list):
        (answer,) = Answers(evidence).about(*links[0])
        assert answer.revoked_at == REVOKED_EARLY
        assert not answer.harmless


def test_an_answer_is_about_one_certificate_and_from_its_issuer(authorities, links, by_ocsp):
    (leaf, issuing), (_, root) = links
    other = authorities.certificate("gvcn")
    answers = Answers(by_ocsp)
    assert answers.about(other, issuing) == ()
    assert answers.about(leaf, root) == ()


def test_a_list_is_silent_about_other_issuers(links, by_list):
    (leaf, _), (_, root) = links
    assert Answers(by_list).about(leaf, root) == ()


def test_a_list_of_one_issuer_under_anothers_name_is_none(authorities, links, by_list):
    leaf = links[0][0]
    assert Answers(by_list).about(leaf, authorities.certificate("la")) == ()


@pytest.mark.parametrize("kind", ["ocsp", "crls"])
def test_a_damaged_answer_is_none_or_says_the_same(links, by_ocsp, by_list, kind):
    (der,) = getattr(by_ocsp if kind == "ocsp" else by_list, kind)
    good = Answers(Evidence(**{kind: (der,)})).about(*links[0])
    assert good
    for position in range(len(der)):
        damaged = der[:position] + bytes([der[position] ^ 1]) + der[position + 1 :]
        assert Answers(Evidence(**{kind: (damaged,)})).about(*links[0]) in (good, ())


@pytest.mark.parametrize("kind", ["ocsp", "crls"])
@pytest.mark.parametrize("junk", [b"", b"0", b"\x30\x03\x0a\x01\x06", b"<html>"])
def test_junk_is_no_answer(links, kind, junk):
    assert Answers(Evidence(**{kind: (junk,)})).about(*links[0]) == ()
