"""``GET …/can-ky``: the one digest that waits, and for whose card."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus

from django.test import Client

from hocba.adapters import clock
from hocba.school.pages.models import Packing
from hocba.school.pages.packing import to_sign
from tests.school.pages.conftest import NOW
from tests.school.sending.counter import PAGE, UNKNOWN, Counter
from tests.school.signing.desk import post, told

ADDRESS = f"{PAGE}/can-ky"


def test_the_digest_of_the_packets_signature_is_handed_out(counter: Counter) -> None:
    said = counter.open().get(ADDRESS).json()
    assert said["certificate"] == counter.certificate
    (item,) = said["items"]
    assert b64decode(item["digest"]) == sha256(to_sign(Packing.objects.get())).digest()


def test_after_it_and_once_it_is_sent_nothing_waits(counter: Counter) -> None:
    client = counter.open()
    assert client.get(ADDRESS, {"after": "1"}).json()["items"] == []
    post(client, f"{PAGE}/chu-ky", counter.value(client))
    assert client.get(ADDRESS).json()["items"] == []


def test_a_packet_whose_time_is_over_says_so(counter: Counter) -> None:
    client = counter.open()
    clock.start_at(NOW + timedelta(minutes=31))
    assert told(client.get(ADDRESS))[:2] == (HTTPStatus.GONE, "PHIEN_HET_HAN")


def test_who_may_not_gets_no_digest(counter: Counter) -> None:
    client = counter.open()
    unknown = told(client.get(f"/nop-so/goi/{UNKNOWN}/can-ky"))
    assert unknown[:2] == (HTTPStatus.NOT_FOUND, "KHONG_CO_PHIEN")
    for name, stranger in counter.strangers().items():
        assert told(stranger.get(ADDRESS)) == unknown, name
    assert Client().get(ADDRESS).status_code == HTTPStatus.UNAUTHORIZED
