"""A visitor is a network behind a keyed digest."""

from __future__ import annotations

import re

import pytest

from hocba.public.portal.visitor import network, visitor


def who(rf, remote="192.0.2.1", forwarded=None):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return visitor(rf.get("/", REMOTE_ADDR=remote, headers=headers))


def test_it_is_a_digest_that_depends_on_the_secret(rf, settings):
    before = who(rf)
    assert re.fullmatch("[0-9a-f]{64}", before)
    settings.SECRET_KEY = "x" * 50
    assert who(rf) != before


def test_two_addresses_are_two_visitors(rf):
    assert who(rf, "192.0.2.1") != who(rf, "192.0.2.2")


def test_a_network_of_ipv6_is_one_visitor(rf):
    assert who(rf, "2001:db8:1:2::1") == who(rf, "2001:db8:1:2:ffff::9")
    assert who(rf, "2001:db8:1:2::1") != who(rf, "2001:db8:1:3::1")


def test_an_ipv4_address_is_the_same_in_ipv6_dress(rf):
    assert who(rf, "::ffff:192.0.2.1") == who(rf, "192.0.2.1")


@pytest.mark.parametrize(
    ("one", "neighbour", "stranger"),
    [
        ("192.0.2.1", "192.0.2.254", "192.0.3.1"),
        ("2001:db8:1:2::1", "2001:db8:1:ffff::1", "2001:db8:2:2::1"),
        ("::ffff:192.0.2.1", "192.0.2.9", "::ffff:192.0.3.1"),
    ],
)
def test_neighbours_are_of_one_network(rf, one, neighbour, stranger):
    digests = [network(rf.get("/", REMOTE_ADDR=each)) for each in (one, neighbour, stranger)]
    assert digests[0] == digests[1] != digests[2]
    assert who(rf, one) not in digests


def test_without_a_proxy_the_header_counts_for_nothing(rf, settings):
    settings.HOCBA_PROXIES = 0
    assert who(rf, forwarded="203.0.113.9") == who(rf)


def test_behind_a_proxy_only_what_the_proxy_added_counts(rf, settings):
    settings.HOCBA_PROXIES = 1
    honest = who(rf, "10.0.0.1", forwarded="203.0.113.9")
    lying = who(rf, "10.0.0.1", forwarded="198.51.100.7, 203.0.113.9")
    assert honest == lying
    settings.HOCBA_PROXIES = 0
    assert who(rf, "203.0.113.9") == honest


@pytest.mark.parametrize("forwarded", [None, "", "không phải địa chỉ"])
def test_a_proxy_that_says_nothing_useful_breaks_nothing(rf, settings, forwarded):
    settings.HOCBA_PROXIES = 1
    assert re.fullmatch("[0-9a-f]{64}", who(rf, forwarded=forwarded))
