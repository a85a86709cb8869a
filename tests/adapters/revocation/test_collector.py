"""Asking real responders and lists over HTTP, and not more often than needed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hocba.adapters.exchange import Limits
from hocba.adapters.revocation import Collector
from hocba.core.signature import Evidence, certificates

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

NOW = datetime(2024, 6, 20, tzinfo=UTC)


@pytest.fixture
def clock(authorities):
    authorities.at(NOW)
    return Clock(authorities)


class Clock:
    """One time for the authorities and for who asks them."""

    def __init__(self, authorities):
        self.authorities, self.moment = authorities, NOW

    def __call__(self):
        return self.moment

    def go_on(self, by):
        self.moment += by
        self.authorities.animator.fixed_time = self.moment


def chain(authorities, name="gvcn"):
    key = authorities.key(name)
    sent = (certificates.of(key.chain[0]).text,)
    return authorities.trust.chain(certificates.of(key.certificate), sent, NOW)


def asked(authorities, part):
    return sum(count for path, count in authorities.asked.items() if part in path)


def test_ocsp_is_asked_first_and_the_list_where_there_is_no_responder(authorities, clock):
    found = Collector(clock).collect([chain(authorities)])
    assert (len(found.certificates), len(found.ocsp), len(found.crls)) == (2, 1, 1)
    assert authorities.asked == {
        "/thu-nghiem/ocsp/cap-phat": 1,
        "/thu-nghiem/crls/goc/latest.crl": 1,
    }


def test_a_class_is_asked_about_once(authorities, clock):
    collector = Collector(clock)
    chains = [chain(authorities, name) for name in ("gvcn", "hieu-truong", "nha-truong")] * 35
    assert collector.collect(chains) == collector.collect(chains)
    assert asked(authorities, "/ocsp/") == 3
    assert asked(authorities, "/crls/") == 1


def test_an_answer_is_asked_for_again_when_it_is_no_longer_current(authorities, clock):
    collector = Collector(clock)
    first = collector.collect([chain(authorities)])
    clock.go_on(timedelta(minutes=11))
    assert collector.collect([chain(authorities)]).ocsp != first.ocsp
    assert asked(authorities, "/crls/") == 1


def test_a_silent_responder_is_left_alone_for_a_minute(authorities, clock):
    collector = Collector(clock)
    authorities.refusing.add("/ocsp/")
    found = collector.collect([chain(authorities, "gvcn"), chain(authorities, "chi-ocsp")])
    assert (found.ocsp, len(found.crls)) == ((), 2)
    assert asked(authorities, "/ocsp/") == 1
    authorities.refusing.clear()
    assert collector.collect([chain(authorities, "chi-ocsp")]).ocsp == ()
    clock.go_on(timedelta(minutes=1))
    assert len(collector.collect([chain(authorities, "chi-ocsp")]).ocsp) == 1


def test_an_answer_larger_than_allowed_is_none(authorities, clock):
    small = Limits(size=100, seconds=5)
    collector = Collector(clock, ocsp_limits=small, crl_limits=small)
    found = collector.collect([chain(authorities)])
    assert (found.ocsp, found.crls) == ((), ())


def test_no_responder_at_all_leaves_the_authorities(authorities, clock):
    found = Collector(clock).collect([chain(authorities, "khong-noi-hoi")])
    assert found.ocsp == ()
    assert len(found.certificates) == 2


def test_nobody_to_ask_about_is_no_evidence(clock):
    assert Collector(clock).collect([]) == Evidence()
